// SPDX-License-Identifier: Apache-2.0
import {el, empty} from './dom.js';
import {curves} from './fields.js';
import {clock, inkOn, shown} from './format.js';

/** Runs of equal values; a gap ends one. */
function states(points, step) {
  const found = [];
  for (const [at, value] of points) {
    const last = found.at(-1);
    if (last && last.value === value && at - last.to < step * 0.5) {
      last.to = at + step;
    } else {
      found.push({from: at, to: at + step, value});
    }
  }
  return found;
}

function times({from, to}) {
  const box = el('div', 'times');
  for (let i = 0; i <= 4; i++) {
    const mark = el('span', '', clock(from + (to - from) * (0.05 + 0.9 * i / 4), to - from < 600));
    mark.style.left = `${5 + 90 * i / 4}%`;
    box.append(mark);
  }
  return box;
}

function legend(fields, seen) {
  const entries = fields[0].config.mappings.flatMap(({options}) => Object.entries(options))
    .filter(([value]) => seen.has(value));
  return el('div', 'legend', ...entries.map(([, {text, color}]) => {
    const swatch = el('i', '');
    swatch.style.borderColor = color;
    return el('span', '', swatch, text);
  }));
}

/** States over time, a line for each. */
export function timeline(body, panel, answers, board) {
  const fields = curves(panel, answers);
  if (fields.length === 0) {
    body.append(empty(panel));
    return;
  }
  const seen = new Set(fields.flatMap((field) => field.points.map(([, value]) => String(value))));
  const names = el('div', 'names', ...fields.map((field) => el('div', '', field.name)));
  const tracks = el('div', 'tracks');
  const box = el('div', 'timeline', names, tracks, times(board));
  body.append(box);
  if (panel.options.legend.showLegend) {
    body.append(legend(fields, seen));
  }
  const span = board.to - board.from;
  const height = `${panel.options.rowHeight * 100}%`;
  fields.forEach((field, number) => {
    const track = el('div', 'track');
    tracks.append(track);
    for (const state of states(field.points, board.step)) {
      const {text, color} = shown(state.value, field.config, number);
      const left = Math.max(0, (state.from - board.from) / span);
      const right = Math.min(1, (state.to - board.from) / span);
      const node = el('div', 'state');
      Object.assign(node.style, {
        left: `${left * 100}%`, width: `${(right - left) * 100}%`, height, background: color, color: inkOn(color),
      });
      track.append(node);
      // A word that does not fit is left out, as Grafana does.
      node.textContent = text;
      if (node.scrollWidth > node.clientWidth) {
        node.textContent = '';
        node.style.padding = 0;
      }
    }
  });
}
