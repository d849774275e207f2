// SPDX-License-Identifier: Apache-2.0
// The index over steps, with its interval, the bounds of theory, and marks for what happened.

import {compact, index as fixed, integer, known, rate, tick} from '../format.js';
import {alertKind, alertState, alertTone, verdict} from '../verdicts.js';
import {indexRange, logSteps} from './ranges.js';

/** Where a limit without bound is drawn: outside of every range. */
const EDGE = 1000;

/** Learning rates that differ by less are the same. */
const SAME_RATE = 1e-6;

/** More changes than this are a schedule: a line for each would be a fence. */
const MOST_RATE_MARKS = 12;

const INFINITE_VARIANCE = 2;

export const SERIES = {upper: 0, lower: 1, index: 2, bandUpper: 3, bandLower: 4, etaStar: 5, kesten: 6};

export const spec = {
  kind: 'index',
  x: {label: 'step', values: (ticks, increment) => ticks.map((each) => tick(each, increment))},
  y: {
    distr: 3,
    range: (u, low, high, model) => range(u, model),
    splits: (low, high, pixels) => logSteps(low, high, pixels, 17),
    values: (ticks) => ticks.map((each) => String(Number(each.toPrecision(3)))),
  },
  series: [
    {label: 'indexUpper', stroke: '--c-index', width: 0},
    {label: 'indexLower', stroke: '--c-index', width: 0},
    {label: 'index', stroke: '--c-index', width: 2, points: 'alone', hover: true},
    {label: 'theoryUpper', stroke: '--c-band', width: 1},
    {label: 'theoryLower', stroke: '--c-band', width: 1},
    {label: 'etaStar', stroke: '--c-eta', width: 1.5, dash: [2, 3]},
    {label: 'kesten', stroke: '--c-kesten', width: 1.5, dash: [7, 4]},
  ],
  bands: [
    {series: [SERIES.bandUpper, SERIES.bandLower], fill: '--c-band-fill'},
    {series: [SERIES.upper, SERIES.lower], fill: '--c-index-fill'},
  ],
};

function range(u, model) {
  const [from, to] = u.series[0].idxs;
  const seen = (number) => model.data[number + 1].slice(from ?? 0, (to ?? -1) + 1);
  const last = (number) => seen(number).filter(known).slice(-1)[0];
  const first = (number) => seen(number).find(known);
  const theory = model.fit === 'index' ? [] : [SERIES.bandLower, SERIES.bandUpper, SERIES.kesten, SERIES.etaStar]
    .flatMap((number) => [first(number), last(number)]);
  const limits = seen(SERIES.lower).concat(seen(SERIES.upper).filter((each) => each < EDGE));
  const found = indexRange(seen(SERIES.index), limits, theory);
  // The line of infinite variance is shown when the index comes near it.
  if (found[0] > INFINITE_VARIANCE && found[0] < 1.3 * INFINITE_VARIANCE) {
    found[0] = INFINITE_VARIANCE / 1.05;
  }
  return found;
}

/** The columns that are drawn. A limit without bound goes to the edge; what is undefined is a gap. */
export function columns(points) {
  const column = (read) => points.map(read);
  const hasIndex = (point) => known(point.indexLower);
  return [
    column((point) => point.lastStep),
    column((point) => (hasIndex(point) ? point.indexUpper ?? EDGE : null)),
    column((point) => (hasIndex(point) ? point.indexLower : null)),
    column((point) => point.index ?? null),
    column((point) => point.theoryUpper ?? null),
    column((point) => point.theoryLower ?? null),
    column((point) => point.etaStar ?? null),
    column((point) => point.kesten ?? null),
  ];
}

/** Where the learning rate changed. */
export function rateChanges(points) {
  const found = [];
  for (let i = 1; i < points.length; i++) {
    const before = points[i - 1].learningRate;
    const now = points[i].learningRate;
    if (known(before) && known(now) && Math.abs(now / before - 1) > SAME_RATE) {
      found.push({step: points[i].lastStep, before, now});
    }
  }
  return found;
}

/** Whether an alert is about an observable. */
export function concerns(alert, series, observable) {
  const inSeries = alert.series === series || (alert.groupedSeries || []).includes(series);
  return inSeries && (!alert.observable || alert.observable === observable);
}

function rateMarks(points) {
  const changes = rateChanges(points);
  return changes.length > MOST_RATE_MARKS ? [] : changes.map(({step, before, now}) => ({
    id: `rate-${step}`,
    kind: 'rate',
    x: step,
    y: null,
    tone: 'mute',
    line: true,
    label: `rate ${rate(before)} \u2192 ${rate(now)}`,
    title: `The learning rate went from ${rate(before)} to ${rate(now)} before step ${integer(step)}.`,
  }));
}

function alertMarks(alerts, firstStep) {
  return alerts.map((alert) => ({
    id: `alert-${alert.kind}-${alert.sinceStep}-${alert.step}`,
    kind: 'alert',
    state: alert.state,
    x: Math.max(firstStep, alert.sinceStep),
    until: alert.state === 'resolved' ? alert.step : Infinity,
    y: null,
    // What is over is drawn in grey: green would be a band of theory.
    tone: alert.state === 'resolved' ? 'mute' : alertTone(alert),
    line: true,
    label: alertKind(alert.kind),
    title: `${alertKind(alert.kind)}, ${alertState(alert.state).toLowerCase()}, since step `
      + `${integer(alert.sinceStep)}: ${alert.sentence}`,
  }));
}

/**
 * What is drawn of some points of one attempt.
 *
 * @param alerts those about this observable and attempt
 * @param fit `index` when the bounds of theory shall not widen the range
 */
export function model(points, alerts, fit) {
  const data = columns(points);
  const firstStep = points.length > 0 ? points[0].lastStep : 0;
  const last = points[points.length - 1];
  const notes = [];
  if (last) {
    if (known(last.theoryLower)) {
      const same = Math.abs(last.theoryUpper - last.theoryLower) < 0.005;
      notes.push({
        label: `hSGD ${fixed(last.theoryLower)}${same ? '' : `\u2013${fixed(last.theoryUpper)}`}`,
        value: last.theoryLower,
        stroke: '--c-band',
      });
    }
    if (known(last.kesten)) {
      notes.push({label: `Kesten ${fixed(last.kesten)}`, value: last.kesten, stroke: '--c-kesten'});
    }
    if (known(last.etaStar)) {
      notes.push({label: `eta* ${fixed(last.etaStar)}`, value: last.etaStar, stroke: '--c-eta'});
    }
  }
  return {
    data,
    points,
    fit,
    marks: rateMarks(points).concat(alertMarks(alerts, firstStep)).sort((a, b) => a.x - b.x),
    lines: [{value: INFINITE_VARIANCE, stroke: '--t-danger', dash: [1, 3]}],
    notes,
    changes: rateChanges(points).length,
  };
}

const at = (read) => (shown, i) => {
  const point = shown.points[i ?? shown.points.length - 1];
  return point ? read(point) : null;
};

/** The text of an interval; null without one. */
function limits(lower, upper) {
  return known(lower) ? ` [${fixed(lower)}, ${known(upper) ? fixed(upper) : '\u221e'}]` : '';
}

/** The legend. */
export const legend = {
  at: (shown, i) => {
    const point = shown.points[i ?? shown.points.length - 1];
    return point ? `${i === null ? 'step' : 'at step'} ${integer(point.lastStep)}` : '';
  },
  entries: [
    {
      label: 'Index', swatch: 'line-band', stroke: '--c-index',
      series: [SERIES.index, SERIES.upper, SERIES.lower],
      title: 'The tail index, with its 95 % interval as a band. Click to hide or show.',
      value: at((point) => (known(point.index)
        ? fixed(point.index) + limits(point.indexLower, point.indexUpper)
        : known(point.indexLower)
          ? `\u221e${limits(point.indexLower, point.indexUpper)}`
          : verdict(point.verdict).word.toLowerCase())),
    },
    {
      label: 'hSGD', swatch: 'band', stroke: '--c-band',
      series: [SERIES.bandUpper, SERIES.bandLower],
      title: 'Lower and upper bound of the index of homogenized SGD. Click to hide or show.',
      value: at((point) => (known(point.theoryLower)
        ? `${fixed(point.theoryLower)}\u2013${fixed(point.theoryUpper)}` : null)),
    },
    {
      label: 'eta*', swatch: 'dots', stroke: '--c-eta', series: [SERIES.etaStar],
      title: 'eta-star, the upper bound in closed form. Click to hide or show.',
      value: at((point) => (known(point.etaStar) ? fixed(point.etaStar) : null)),
    },
    {
      label: 'Kesten', swatch: 'dash', stroke: '--c-kesten', series: [SERIES.kesten],
      title: 'The index of SGD itself on these data. Click to hide or show.',
      value: at((point) => (known(point.kesten) ? fixed(point.kesten) : null)),
    },
    {
      label: 'Rate', swatch: 'none', stroke: '--ink-3',
      title: 'The learning rate',
      value: at((point) => (known(point.learningRate) ? rate(point.learningRate) : null)),
    },
  ],
};

/** What the chart shows, for those who do not see it. */
export function describe(shown) {
  const {points} = shown;
  const valued = points.filter((point) => known(point.index));
  if (valued.length === 0) {
    const last = points[points.length - 1];
    return last
      ? `${points.length} estimates up to step ${integer(last.lastStep)}, none with an index: ${
        verdict(last.verdict).word.toLowerCase()}.`
      : 'No estimates yet.';
  }
  const last = valued[valued.length - 1];
  const values = valued.map((point) => point.index);
  return `${valued.length} estimates from step ${compact(points[0].lastStep)} to ${compact(last.lastStep)}; `
    + `the index is between ${fixed(Math.min(...values))} and ${fixed(Math.max(...values))}, at last `
    + `${fixed(last.index)}${limits(last.indexLower, last.indexUpper)}.`;
}

/** The points as a table, the newest first. */
export const table = {
  head: ['step', 'verdict', 'index', '95 % from', 'to', 'hSGD from', 'to', 'Kesten', 'learning rate'],
  rows: (shown) => shown.points.slice(-50).reverse().map((point) => [
    integer(point.lastStep), verdict(point.verdict).word, fixed(point.index), fixed(point.indexLower),
    fixed(point.indexUpper), fixed(point.theoryLower), fixed(point.theoryUpper), fixed(point.kesten),
    rate(point.learningRate),
  ]),
};
