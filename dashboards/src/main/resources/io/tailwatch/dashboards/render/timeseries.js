// SPDX-License-Identifier: Apache-2.0
import {el, empty} from './dom.js';
import {calcName, calculate, curves} from './fields.js';
import {clock, colorOf, inUnit, paint} from './format.js';

const {uPlot} = window;

/** Steps of an axis of bytes. */
const BINARY = Array.from({length: 50}, (_, power) => 2 ** power);

function alpha(color, share) {
  return color + Math.round(share * 255).toString(16).padStart(2, '0');
}

/** All curves over all times of the range; where one has no value it has a gap. */
function columns(fields, board) {
  const times = [];
  for (let at = board.from; at <= board.to; at += board.step) {
    times.push(at);
  }
  const place = new Map(times.map((at, i) => [at, i]));
  return [times, ...fields.map((field) => {
    const values = new Array(times.length).fill(null);
    field.points.forEach(([at, value]) => {
      if (place.has(at) && Number.isFinite(value)) {
        values[place.get(at)] = value;
      }
    });
    return values;
  })];
}

function path({drawStyle, lineInterpolation}) {
  if (drawStyle === 'bars') {
    return uPlot.paths.bars({size: [0.6, 30]});
  }
  return lineInterpolation === 'stepAfter' ? uPlot.paths.stepped({align: 1}) : uPlot.paths.linear();
}

function curve(field, number) {
  const {config: {custom}} = field;
  const color = colorOf(field.config, number);
  const filled = custom.fillOpacity > 0 && !custom.fillBelowTo;
  return {
    label: field.name,
    scale: custom.axisPlacement === 'right' ? 'right' : 'y',
    stroke: color,
    width: custom.lineWidth,
    dash: custom.lineStyle?.dash,
    fill: filled ? alpha(color, custom.fillOpacity / 100) : undefined,
    paths: path(custom),
    // Only a point that stands alone would not be seen.
    points: {show: false, size: custom.pointSize},
    spanGaps: custom.spanNulls === true,
  };
}

function bands(fields) {
  return fields.flatMap((field, number) => {
    const floor = fields.findIndex((other) => other.name === field.config.custom.fillBelowTo);
    return floor < 0 ? [] : [{
      series: [number + 1, floor + 1],
      fill: alpha(colorOf(field.config, number), field.config.custom.fillOpacity / 100),
    }];
  });
}

function range({min, max, custom}) {
  return (u, low, high) => {
    if (low === null) {
      return [min ?? 0, max ?? 1];
    }
    if (custom.scaleDistribution.type === 'log') {
      return uPlot.rangeLog(low, high, custom.scaleDistribution.log, true);
    }
    const soft = Math.max(high, custom.axisSoftMax ?? high);
    const [from, to] = uPlot.rangeNum(low, soft === 0 ? 1 : soft, {min: {pad: 0.1, soft: 0, mode: 3}, max: {pad: 0.1, soft: 0, mode: 3}});
    return [min ?? from, max ?? to];
  };
}

function scale(config) {
  const {type, log} = config.custom.scaleDistribution;
  return {range: range(config), ...(type === 'log' ? {distr: 3, log} : {distr: 1})};
}

function axis(config, ink, lines, more) {
  return {
    scale: 'y',
    stroke: ink,
    grid: {stroke: lines, width: 1},
    ticks: {show: false},
    font: '11px Inter, Arial, sans-serif',
    size: (u, labels) => Math.max(34, ...(labels ?? []).map((label) => String(label ?? '').length * 6.6 + 14)),
    incrs: ['bytes', 'binBps'].includes(config.unit) ? BINARY : undefined,
    values: (u, splits) => splits.map((each) => (each === null ? '' : inUnit(each, config.unit, undefined))),
    ...more,
  };
}

function thresholds(u, {custom, thresholds: {steps}}) {
  if (custom.thresholdsStyle.mode !== 'dashed') {
    return;
  }
  for (const {value, color} of steps.filter((each) => each.value !== null)) {
    if (value >= u.scales.y.min && value <= u.scales.y.max) {
      const y = u.valToPos(value, 'y', true);
      u.ctx.save();
      u.ctx.strokeStyle = paint(color);
      u.ctx.setLineDash([10, 10]);
      u.ctx.lineWidth = 2;
      u.ctx.beginPath();
      u.ctx.moveTo(u.bbox.left, y);
      u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
      u.ctx.stroke();
      u.ctx.restore();
    }
  }
}

function annotations(u, list) {
  for (const {from, to, color} of list) {
    const [left, right] = [from, to].map((at) => u.valToPos(at, 'x', true));
    u.ctx.save();
    u.ctx.strokeStyle = color;
    u.ctx.setLineDash([4, 4]);
    for (const x of new Set([left, right])) {
      u.ctx.beginPath();
      u.ctx.moveTo(x, u.bbox.top);
      u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
      u.ctx.stroke();
    }
    u.ctx.fillStyle = color;
    u.ctx.globalAlpha = 0.1;
    u.ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
    u.ctx.globalAlpha = 1;
    u.ctx.fillRect(left - 3, u.bbox.top + u.bbox.height, Math.max(6, right - left), 4);
    u.ctx.restore();
  }
}

function swatch(field, number) {
  const mark = el('i', '');
  mark.style.borderColor = colorOf(field.config, number);
  mark.style.borderTopStyle = {dash: 'dashed', dot: 'dotted'}[field.config.custom.lineStyle?.fill] ?? 'solid';
  return mark;
}

function legend(panel, fields) {
  const {calcs, displayMode} = panel.options.legend;
  const text = (field, calc) => {
    const value = calculate(calc, field.points);
    return value === null ? '' : inUnit(value, field.config.unit, field.config.decimals);
  };
  if (displayMode === 'table') {
    return el('table', 'legend-table',
      el('tr', '', el('th', '', 'Name'), ...calcs.map((calc) => el('th', '', calcName(calc)))),
      ...fields.map((field, number) => el('tr', '', el('td', '', swatch(field, number), field.name),
        ...calcs.map((calc) => el('td', '', text(field, calc))))));
  }
  return el('div', 'legend', ...fields.map((field, number) => el('span', '', swatch(field, number), field.name,
    ...calcs.map((calc) => `  ${calcName(calc)}: ${text(field, calc)}`))));
}

/** Curves over time. */
export function timeSeries(body, panel, answers, board) {
  const fields = curves(panel, answers).filter((field) => field.points.some(([, value]) => Number.isFinite(value)));
  if (fields.length === 0) {
    body.append(empty(panel));
    return;
  }
  const box = el('div', 'chart');
  body.append(box, legend(panel, fields));
  const style = getComputedStyle(document.documentElement);
  const [ink, lines] = ['--ink-2', '--grid'].map((name) => style.getPropertyValue(name));
  const config = panel.fieldConfig.defaults;
  const right = fields.find((field) => field.config.custom.axisPlacement === 'right');
  const options = {
    width: box.clientWidth,
    height: box.clientHeight,
    cursor: {show: false},
    legend: {show: false},
    scales: {x: {range: [board.from, board.to]}, y: scale(config), ...(right ? {right: scale(right.config)} : {})},
    axes: [
      {stroke: ink, grid: {stroke: lines, width: 1}, ticks: {show: false}, font: '11px Inter, Arial, sans-serif', size: 24,
        values: (u, splits) => splits.map((at) => clock(at, board.to - board.from < 600))},
      axis(config, ink, lines),
      ...(right ? [axis(right.config, ink, lines, {scale: 'right', side: 1, grid: {show: false}})] : []),
    ],
    series: [{}, ...fields.map(curve)],
    bands: bands(fields),
    hooks: {draw: [(u) => thresholds(u, config), (u) => annotations(u, board.annotations)]},
  };
  // Drawn at once, and not in the next frame.
  new uPlot(options, columns(fields, board), box);
}
