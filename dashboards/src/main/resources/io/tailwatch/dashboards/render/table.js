// SPDX-License-Identifier: Apache-2.0
import {el, empty} from './dom.js';
import {configOf, number} from './fields.js';
import {colorOf, inkOn, shown} from './format.js';

/** Rows of an instant query: its labels, and the value under the name that Grafana gives it. */
function rowsOf(answer, alone) {
  const value = alone ? 'Value' : `Value #${answer.refId}`;
  return answer.series.map((series) => ({...series.labels, Time: series.points[0][0], [value]: number(series.points[0][1])}));
}

const TRANSFORMATIONS = {
  /** Curves become cells. */
  timeSeriesTable: (frames, options) => frames.map((frame) => (Object.hasOwn(options, frame.answer.refId)
    ? {...frame, rows: frame.answer.series.map((series) => ({...series.labels, Trend: series.points}))}
    : frame)),

  /** One row for all that agree in the columns that all frames have. */
  merge: (frames) => {
    const filled = frames.filter((frame) => frame.rows.length > 0);
    const shared = Object.keys(filled[0]?.rows[0] ?? {}).filter((key) => key !== 'Time'
      && filled.every((frame) => Object.hasOwn(frame.rows[0], key)));
    const merged = new Map();
    for (const row of filled.flatMap((frame) => frame.rows)) {
      const key = JSON.stringify(shared.map((name) => row[name]));
      merged.set(key, {...merged.get(key), ...row});
    }
    return [{answer: null, rows: [...merged.values()]}];
  },

  organize: (frames, options) => frames.map((frame) => ({
    ...frame,
    rows: frame.rows.map((row) => Object.fromEntries(Object.keys(row)
      .filter((name) => !options.excludeByName[name])
      .sort((a, b) => (options.indexByName[a] ?? 99) - (options.indexByName[b] ?? 99))
      .map((name) => [options.renameByName[name] || name, row[name]]))),
  })),
};

function spark(points, color) {
  const [width, height] = [220, 22];
  const values = points.map(([at, value]) => [Number(at), number(value)]).filter(([, value]) => Number.isFinite(value));
  const [least, most] = [Math.min, Math.max].map((of) => of(...values.map(([, value]) => value)));
  const [first, last] = [values[0]?.[0], values.at(-1)?.[0]];
  const line = values.map(([at, value]) => `${((at - first) / (last - first || 1) * width).toFixed(1)},${
    (height - 2 - (value - least) / (most - least || 1) * (height - 4)).toFixed(1)}`).join(' ');
  const box = el('span', '');
  box.innerHTML = `<svg width="${width}" height="${height}"><polyline fill="none" stroke-width="1.5" points="${line}"/></svg>`;
  box.querySelector('polyline').style.stroke = color;
  return box;
}

function cell(value, config) {
  const type = config.custom.cellOptions.type;
  const td = el('td', typeof value === 'number' ? 'number' : '');
  if (type === 'sparkline') {
    td.append(value ? spark(value, colorOf(config, 0)) : '');
    return td;
  }
  const {text, color} = shown(value ?? null, config);
  td.append(config.links ? el('a', '', text) : text);
  if (type === 'color-background') {
    td.style.background = color;
    td.style.color = inkOn(color);
    td.className = '';
  } else if (type === 'color-text') {
    td.style.color = color;
  }
  return td;
}

/** Rows and columns. */
export function table(body, panel, answers) {
  let frames = answers.map((answer) => ({answer, rows: answer.table ? rowsOf(answer, answers.length === 1) : []}));
  for (const {id, options} of panel.transformations ?? []) {
    const transformation = TRANSFORMATIONS[id];
    if (!transformation) {
      throw new Error(`transformation ${id} cannot be drawn`);
    }
    frames = transformation(frames, options);
  }
  const rows = frames.flatMap((frame) => frame.rows);
  if (rows.length === 0) {
    body.append(empty(panel));
    return;
  }
  for (const {displayName, desc} of panel.options.sortBy) {
    rows.sort((a, b) => (a[displayName] > b[displayName] ? 1 : a[displayName] < b[displayName] ? -1 : 0) * (desc ? -1 : 1));
  }
  const columns = Object.keys(rows[0]).map((name) => ({name, config: configOf(panel, {name})}));
  const isNumber = ({name, config}) => typeof rows[0][name] === 'number' && config.custom.cellOptions.type !== 'color-background';
  const head = el('tr', '', ...columns.map((column) => el('th', isNumber(column) ? 'number' : '', column.name)));
  columns.forEach(({config}, at) => {
    if (config.custom.width) {
      head.children[at].style.width = `${config.custom.width}px`;
    }
  });
  body.append(el('table', 'cells', head, ...rows.map((row) => el('tr', '', ...columns.map(({name, config}) => cell(row[name], config))))));
}
