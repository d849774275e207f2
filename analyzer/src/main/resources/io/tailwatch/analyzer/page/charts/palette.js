// SPDX-License-Identifier: Apache-2.0
// Colours of charts, from the custom properties of the style sheet, and the theme that sets them.

const KEY = 'tailwatch-theme';

const listeners = new Set();
let cache = new Map();

/** The value of a custom property, e.g. `--c-index`. */
export function color(name) {
  let found = cache.get(name);
  if (found === undefined) {
    found = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    cache.set(name, found);
  }
  return found;
}

/** Calls back when the colours have changed. */
export function onTheme(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed() {
  cache = new Map();
  listeners.forEach((listener) => listener());
}

/** `light` or `dark` when one was chosen by hand, else `system`. */
export function chosenTheme() {
  return document.documentElement.dataset.theme || 'system';
}

/** Chooses `light`, `dark` or `system`, and remembers it. */
export function chooseTheme(theme) {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  try {
    if (theme === 'system') {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, theme);
    }
  } catch (error) {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  changed();
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
