// SPDX-License-Identifier: Apache-2.0
// A line of an index in a row: an SVG path, gaps where it is undefined. Hundreds of them are cheap.

import {html} from '../vendor/preact.js';
import {index, known} from '../format.js';
import {quantile} from './ranges.js';

const WIDTH = 132;
const HEIGHT = 30;
const PAD = 3;

/** The path of points `[step, index or null]`, and where it ends; null without a number. */
export function sparkPath(points) {
  const values = points.map((point) => point[1]).filter(known);
  if (values.length === 0) {
    return null;
  }
  let low = Math.log(quantile(values, 0.02));
  let high = Math.log(quantile(values, 0.98));
  const middle = (low + high) / 2;
  // Less than 10 % up and down is noise and should look like it.
  low = Math.min(low, middle - 0.1);
  high = Math.max(high, middle + 0.1);
  const first = points[0][0];
  const span = points[points.length - 1][0] - first || 1;
  let path = '';
  let pen = 'M';
  let end = null;
  for (const [step, value] of points) {
    if (!known(value)) {
      pen = 'M';
      continue;
    }
    const x = PAD + ((WIDTH - 2 * PAD) * (step - first)) / span;
    const share = Math.min(1, Math.max(0, (Math.log(value) - low) / (high - low)));
    const y = HEIGHT - PAD - (HEIGHT - 2 * PAD) * share;
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
    end = [x.toFixed(1), y.toFixed(1)];
  }
  return {path, end};
}

function words(points) {
  const values = points.map((point) => point[1]).filter(known);
  return values.length < 2
    ? 'too few points for a line'
    : `index of the last ${points.length} estimates: from ${index(values[0])} to `
      + `${index(values[values.length - 1])}, lowest ${index(Math.min(...values))}, highest `
      + `${index(Math.max(...values))}`;
}

/** A sparkline. */
export function Sparkline({points, stale}) {
  const drawn = sparkPath(points);
  return html`<svg class=${`spark${stale ? ' is-stale' : ''}`} viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}
      width=${WIDTH} height=${HEIGHT} role="img" aria-label=${words(points)} data-test="sparkline"
      ref=${(element) => {
        if (element) {
          element.chartData = {kind: 'sparkline', labels: ['step', 'index'], data: points};
        }
      }}>
    ${drawn && html`<path class="spark-line" d=${drawn.path}/>`}
    ${drawn && html`<circle class="spark-end" cx=${drawn.end[0]} cy=${drawn.end[1]} r="2.2"/>`}
    ${!drawn && html`<path class="spark-none" d=${`M${PAD} ${HEIGHT / 2}H${WIDTH - PAD}`}/>`}
  </svg>`;
}
