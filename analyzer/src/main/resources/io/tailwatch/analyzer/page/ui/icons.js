// SPDX-License-Identifier: Apache-2.0
// Small pictures. Each tone has a shape of its own, so that nothing is told by colour alone.

import {html} from '../vendor/preact.js';

const SHAPES = {
  // An octagon with an exclamation mark.
  danger: html`<path class="fill" d="M5.1.8h5.8l4.3 4.3v5.8l-4.3 4.3H5.1L.8 10.9V5.1z"/><path class="cut" d="M8 4.2v4.6M8 11.4v.4"/>`,
  // A triangle with an exclamation mark.
  warn: html`<path class="fill" d="M8 1.2 15.6 14.6H.4z"/><path class="cut" d="M8 6v4M8 12.2v.3"/>`,
  // A diamond.
  note: html`<path class="line" d="M8 1.5 14.5 8 8 14.5 1.5 8z"/><path class="line" d="M8 5.4v3.4M8 10.9v.1"/>`,
  // A disc with a tick.
  ok: html`<circle class="fill" cx="8" cy="8" r="7.2"/><path class="cut" d="M4.7 8.3 7 10.5l4.4-4.8"/>`,
  // A ring with an i.
  info: html`<circle class="line" cx="8" cy="8" r="6.5"/><path class="line" d="M8 7.4v4M8 4.7v.1"/>`,
  // A ring with a dash.
  mute: html`<circle class="line" cx="8" cy="8" r="6.5"/><path class="line" d="M5 8h6"/>`,
  // An hourglass.
  wait: html`<path class="line" d="M4 1.5h8M4 14.5h8M4.8 1.5c0 4 6.4 4 6.4 0M4.8 14.5c0-4.5 3.2-4.5 3.2-6.5 0-1 0-1.5 0-2.4M11.2 14.5c0-4.5-3.2-4.5-3.2-6.5"/>`,
  // A disc in a ring.
  live: html`<circle class="fill" cx="8" cy="8" r="3.5"/><circle class="line" cx="8" cy="8" r="6.5"/>`,
  // A square.
  done: html`<rect class="fill" x="3.5" y="3.5" width="9" height="9" rx="1.5"/>`,
  up: html`<path class="line" d="M4 10 8 5.5 12 10"/>`,
  down: html`<path class="line" d="M4 6l4 4.5L12 6"/>`,
  both: html`<path class="line" d="M5 6.5 8 3l3 3.5M5 9.5 8 13l3-3.5"/>`,
  right: html`<path class="line" d="M6 3.5 10.5 8 6 12.5"/>`,
  search: html`<circle class="line" cx="7" cy="7" r="4.8"/><path class="line" d="M10.6 10.6 14.5 14.5"/>`,
  sun: html`<circle class="line" cx="8" cy="8" r="3"/><path class="line" d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M13.1 2.9l-1.4 1.4M4.3 11.7l-1.4 1.4"/>`,
  moon: html`<path class="line" d="M13.8 9.8A6.3 6.3 0 0 1 6.2 2.2a6.3 6.3 0 1 0 7.6 7.6z"/>`,
  system: html`<rect class="line" x="1.5" y="2.5" width="13" height="8.5" rx="1.2"/><path class="line" d="M5.5 14h5M8 11v3"/>`,
  save: html`<path class="line" d="M8 1.8v8.2M4.6 7 8 10.4 11.4 7M2 13.8h12"/>`,
};

/** A picture; it says nothing to screen readers, the word beside it does. */
export function Icon({name, size = 14}) {
  return html`<svg class=${`icon icon-${name}`} width=${size} height=${size} viewBox="0 0 16 16"
    aria-hidden="true" focusable="false">${SHAPES[name] || SHAPES.mute}</svg>`;
}
