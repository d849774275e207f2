// SPDX-License-Identifier: Apache-2.0
// A dashboard as Grafana lays it out: 24 columns, lines of 30 pixels and 8 between them.

import {barGauge} from './bargauge.js';
import {el} from './dom.js';
import {stat} from './stat.js';
import {table} from './table.js';
import {timeline} from './timeline.js';
import {timeSeries} from './timeseries.js';

const LINE = 30;
const GAP = 8;
const PANELS = {bargauge: barGauge, stat, table, 'state-timeline': timeline, timeseries: timeSeries};

function head(board) {
  const links = board.links.map((link) => el('span', 'link', `${link.targetBlank ? '↗' : '▦'} ${link.title}`));
  const values = board.variables.map(({label, value}) => el('span', '', el('b', '', label), value));
  return [el('div', 'head', el('h1', '', board.title), ...links), el('div', 'bar', ...values)];
}

function place(node, at, column) {
  Object.assign(node.style, {
    left: `${at.x * column}px`,
    top: `${at.y * (LINE + GAP)}px`,
    width: `${at.w * column - GAP}px`,
    height: `${at.h * (LINE + GAP) - GAP}px`,
  });
}

/** Draws; called once with everything. */
window.draw = (board) => {
  document.documentElement.dataset.theme = board.theme;
  const grid = el('div', 'grid');
  document.body.append(...head(board), grid);
  const column = (grid.clientWidth + GAP) / 24;
  const bottom = Math.max(...board.panels.map(({panel}) => panel.gridPos.y + panel.gridPos.h));
  grid.style.height = `${bottom * (LINE + GAP)}px`;
  for (const {panel, answers} of board.panels) {
    if (panel.type === 'row') {
      const row = el('div', 'row', panel.title);
      place(row, panel.gridPos, column);
      grid.append(row);
      continue;
    }
    const draw = PANELS[panel.type];
    if (!draw) {
      throw new Error(`panels of type ${panel.type} cannot be drawn`);
    }
    const body = el('div', 'body');
    const frame = el('div', 'panel', el('h2', '', panel.title), body);
    place(frame, panel.gridPos, column);
    grid.append(frame);
    draw(body, panel, answers, board);
  }
};
