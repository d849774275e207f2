// SPDX-License-Identifier: Apache-2.0
// The stream of events: what follows it, and what happens when it breaks. The overview follows all
// runs, the views of one run only that one.

import {ApiError, get, sleep, url} from './api.js';
import {
  applyAlert, applyEstimate, applyRun, changed, connection, heard, isQuiet, keyOf, loadAlerts,
  loadRun, loadRuns, setConnection,
} from './store.js';

const FIRST_PAUSE_MILLIS = 1000;
const LAST_PAUSE_MILLIS = 15000;
const QUIET_REOPEN_MILLIS = 120000;
const OTHER_ALERTS_MILLIS = 15000;

let source = null;
let followed;
let openedAt = 0;
let everLive = false;
let pause = FIRST_PAUSE_MILLIS;
let reloading = null;
let restarting = null;

const estimateListeners = new Map();
const reloadListeners = new Set();

/** Calls back with each `estimate` event of an observable. */
export function onEstimate(run, series, observable, listener) {
  const key = keyOf(run, series, observable);
  if (!estimateListeners.has(key)) {
    estimateListeners.set(key, new Set());
  }
  estimateListeners.get(key).add(listener);
  return () => {
    const found = estimateListeners.get(key);
    found.delete(listener);
    if (found.size === 0) {
      estimateListeners.delete(key);
    }
  };
}

/** Calls back when everything must be read again: the stream cannot tell what was missed. */
export function onReload(listener) {
  reloadListeners.add(listener);
  return () => reloadListeners.delete(listener);
}

/** Follows one run, or all when it is null. */
export function follow(run) {
  if (run === followed) {
    return;
  }
  followed = run;
  open();
}

/** Tries again at once, after it was refused or while it waits. */
export function retryNow() {
  pause = FIRST_PAUSE_MILLIS;
  open();
}

/** Without a connection: one that has never been is not lost, but still being made. */
function lost(problem = null) {
  setConnection(everLive ? 'reconnecting' : 'connecting', problem);
}

function open() {
  source?.close();
  restarting?.abort();
  restarting = null;
  // Going from view to view is no interruption worth telling.
  if (connection.state === 'refused') {
    setConnection('connecting');
  }
  // What is there already need not wait for the stream.
  reload();
  openedAt = Date.now();
  const opened = new EventSource(url('stream', {run: followed}));
  source = opened;
  const read = (name, apply) => opened.addEventListener(name, (event) => {
    if (opened !== source) {
      return;
    }
    heard();
    let data;
    try {
      data = JSON.parse(event.data);
    } catch (error) {
      console.error(`an event ${name} that is no JSON`, error);
      return;
    }
    apply(data);
  });
  read('estimate', (event) => {
    applyEstimate(event);
    for (const listener of estimateListeners.get(keyOf(event.run, event.series, event.observable)) || []) {
      listener(event);
    }
  });
  read('alert', applyAlert);
  read('run', applyRun);
  read('resync', reload);
  opened.addEventListener('open', () => {
    if (opened !== source) {
      return;
    }
    pause = FIRST_PAUSE_MILLIS;
    heard();
    // What came between the first answer and this is not missed: a new client is told to `resync`.
    everLive = true;
    setConnection('live');
  });
  opened.addEventListener('error', () => {
    if (opened !== source) {
      return;
    }
    if (connection.state !== 'refused') {
      lost();
    }
    if (opened.readyState === EventSource.CLOSED) {
      restart();
    }
  });
}

/** The browser has given up, after an answer that was no stream: finds out why, and tries again. */
async function restart() {
  restarting?.abort();
  const abort = new AbortController();
  restarting = abort;
  try {
    await sleep(pause, abort.signal);
    pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
    try {
      await get(url('runs', {limit: 1}), abort.signal);
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        // Asking again would only open the browser's dialog again.
        setConnection('refused', error);
        return;
      }
      if (error instanceof ApiError) {
        lost(error);
        if (error.status === 0) {
          restart();
          return;
        }
      } else {
        throw error;
      }
    }
    open();
  } catch (error) {
    if (error.name !== 'AbortError') {
      throw error;
    }
  }
}

/** Reads everything that is looked at. */
async function reload() {
  reloading?.abort();
  const abort = new AbortController();
  reloading = abort;
  reloadListeners.forEach((listener) => listener());
  try {
    await Promise.all([
      followed === null ? loadRuns(abort.signal) : loadRun(followed, abort.signal),
      loadAlerts(null, abort.signal),
      // Of one run all that are kept, not only the newest of all runs.
      followed === null ? null : loadAlerts(followed, abort.signal),
    ]);
  } catch (error) {
    if (abort.signal.aborted) {
      return;
    }
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (error.status === 401 || error.status === 403) {
      setConnection('refused', error);
    }
    changed('runs');
    changed('connection');
    if (followed !== null) {
      changed(`run:${followed}`);
    }
  }
}

// A connection that is dead on the other side only looks alive: after long silence it is made anew.
setInterval(() => {
  const now = Date.now();
  if (connection.state === 'live' && !document.hidden && isQuiet(now)
      && now - Math.max(openedAt, connection.heardAt) > QUIET_REOPEN_MILLIS) {
    open();
  }
}, 10000);

// The stream of one run is silent about the alerts of others, which the header counts.
setInterval(() => {
  if (connection.state === 'live' && followed !== null && !document.hidden) {
    loadAlerts().catch((error) => {
      if (!(error instanceof ApiError)) {
        throw error;
      }
    });
  }
}, OTHER_ALERTS_MILLIS);
