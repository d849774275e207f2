// SPDX-License-Identifier: Apache-2.0
// Work once for each frame of the screen, however often it is asked for, and a little at a time:
// what does not fit into a frame waits for the next one. A hidden page has no frames, so nothing is
// drawn there, and the newest state is drawn when it is looked at again.

const BUDGET_MILLIS = 10;

const waiting = new Set();
let asked = false;

/** Runs a function in the next frame; one that waits already is not run twice. */
export function nextFrame(task) {
  waiting.add(task);
  ask();
}

/** Forgets a function that waits. */
export function cancelFrame(task) {
  waiting.delete(task);
}

function ask() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(run);
  }
}

function run() {
  asked = false;
  const end = performance.now() + BUDGET_MILLIS;
  // What is added meanwhile goes to the end of the set: a copy keeps one frame finite.
  for (const task of [...waiting]) {
    if (!waiting.delete(task)) {
      continue;
    }
    try {
      task();
    } catch (error) {
      // One view that fails must not stop the others.
      console.error(error);
    }
    if (performance.now() > end) {
      break;
    }
  }
  if (waiting.size > 0) {
    ask();
  }
}
