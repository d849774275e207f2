// SPDX-License-Identifier: Apache-2.0
// The Hill plot: the reading against the number of exceedances, where the estimate cuts, and where
// other rules would.

import {index as fixed, integer, known, percent, power, significant} from '../format.js';
import {rule as ruleWord} from '../verdicts.js';
import {evenSteps, logSteps, quantile} from './ranges.js';

export const SERIES = {upper: 0, lower: 1, reading: 2};

/** Fewer exceedances say nothing, and would set the range. */
const LEAST_K = 20;

export const spec = {
  kind: 'hill',
  x: {
    label: 'k', title: 'k, samples beyond the threshold', distr: 3,
    splits: (low, high, pixels) => logSteps(low, high, pixels, 52),
    values: (ticks) => ticks.map((each) => (each >= 1000 ? power(each) : String(each))),
  },
  y: {
    title: 'reading',
    range: (u, low, high, model) => range(model),
    splits: (low, high, pixels) => evenSteps(low, high, pixels / 32),
    values: (ticks) => ticks.map((each) => String(Number(each.toPrecision(6)))),
  },
  series: [
    {label: 'upper', stroke: '--c-index', width: 0},
    {label: 'lower', stroke: '--c-index', width: 0},
    {label: 'reading', stroke: '--c-index', width: 2, points: 'alone', hover: true},
  ],
  bands: [{series: [SERIES.upper, SERIES.lower], fill: '--c-index-fill'}],
};

function range({points, chosen, areas, lines}) {
  const told = points.filter((point) => point.k >= LEAST_K && known(point.reading));
  const from = told.length > 3 ? told : points;
  const values = from.map((point) => point.reading);
  let low = quantile(values, 0.02);
  let high = quantile(values, 0.98);
  if (!known(low)) {
    return [0, 10];
  }
  if (chosen && known(chosen.reading)) {
    low = Math.min(low, chosen.lower ?? chosen.reading);
    high = Math.max(high, Math.min(chosen.upper ?? chosen.reading, 3 * chosen.reading));
  }
  const theory = (areas || []).flatMap((area) => [area.low, area.high]).concat((lines || []).map((line) => line.value));
  for (const each of theory) {
    if (each < 1.6 * high && each > low / 1.6) {
      low = Math.min(low, each);
      high = Math.max(high, each);
    }
  }
  const pad = 0.08 * (high - low) || 0.5;
  return [Math.max(0, low - pad), high + pad];
}

function words(point) {
  return `k ${integer(point.k)}, ${percent(point.tailFraction)} of the samples, threshold `
    + `${significant(point.u, 4)}, reading ${fixed(point.reading)}`;
}

/** What is drawn of a HillView, beside what theory says of the index. */
export function model(view, theory) {
  const points = view.points;
  const marks = [];
  for (const rule of view.rules || []) {
    if (known(rule.k) && known(rule.reading)) {
      marks.push({
        id: `rule-${rule.rule}`,
        kind: 'rule',
        x: rule.k,
        y: rule.reading,
        tone: 'mute',
        title: `Another rule, ${ruleWord(rule.rule)}, would cut here: ${words(rule)}.`,
      });
    }
  }
  if (view.chosen) {
    marks.push({
      id: 'chosen',
      kind: 'chosen',
      x: view.chosen.k,
      y: view.chosen.reading,
      tone: 'index',
      line: true,
      label: `k ${integer(view.chosen.k)}`,
      title: `The estimate cuts here: ${words(view.chosen)}.`,
    });
  }
  const areas = known(theory?.lower) && known(theory?.upper)
    ? [{low: theory.lower, high: theory.upper, fill: '--c-band-fill'}] : [];
  const lines = known(theory?.kesten)
    ? [{value: theory.kesten, stroke: '--c-kesten', dash: [7, 4]}] : [];
  const notes = [];
  if (areas.length > 0) {
    notes.push({label: `hSGD ${fixed(theory.lower)}\u2013${fixed(theory.upper)}`, value: theory.lower, stroke: '--c-band'});
  }
  if (lines.length > 0) {
    notes.push({label: `Kesten ${fixed(theory.kesten)}`, value: theory.kesten, stroke: '--c-kesten'});
  }
  return {
    data: [
      points.map((point) => point.k),
      points.map((point) => (known(point.lower) ? point.upper ?? 1e6 : null)),
      points.map((point) => point.lower ?? null),
      points.map((point) => point.reading ?? null),
    ],
    points, chosen: view.chosen, rules: view.rules || [], marks, areas, lines, notes, theory, view,
  };
}

/** Without a cursor the threshold of the estimate is what is told. */
const at = (read) => (shown, i) => {
  const point = i === null ? shown.chosen || shown.points[shown.points.length - 1] : shown.points[i];
  return point ? read(point) : null;
};

/** The legend. */
export const legend = {
  at: (shown, i) => (i === null && shown.chosen ? 'at the chosen threshold' : ''),
  entries: [
    {
      label: 'Reading', swatch: 'line-band', stroke: '--c-index',
      series: [SERIES.reading, SERIES.upper, SERIES.lower],
      title: 'The Hill reading with its 95 % interval. Click to hide or show.',
      value: at((point) => (known(point.reading)
        ? fixed(point.reading) + (known(point.lower) ? ` [${fixed(point.lower)}, ${known(point.upper) ? fixed(point.upper) : '\u221e'}]` : '')
        : point.reason)),
    },
    {label: 'k', swatch: 'none', stroke: '--ink-3', title: 'Samples beyond the threshold', value: at((point) => integer(point.k))},
    {label: 'u', swatch: 'none', stroke: '--ink-3', title: 'The threshold', value: at((point) => significant(point.u, 4))},
    {label: 'share', swatch: 'none', stroke: '--ink-3', title: 'Share of the samples beyond the threshold', value: at((point) => percent(point.tailFraction))},
    {
      label: 'hSGD', swatch: 'band', stroke: '--c-band', title: 'The bounds of theory for the index',
      value: (shown) => (shown.areas.length > 0 ? `${fixed(shown.theory.lower)}\u2013${fixed(shown.theory.upper)}` : null),
    },
    {
      label: 'Kesten', swatch: 'dash', stroke: '--c-kesten', title: 'The index of SGD itself on these data',
      value: (shown) => (shown.lines.length > 0 ? fixed(shown.theory.kesten) : null),
    },
    {
      label: 'Other rules', swatch: 'rule', stroke: '--ink-2', title: 'Where other rules would cut',
      value: (shown) => {
        const chose = shown.rules.filter((rule) => known(rule.k)).length;
        return chose > 0 ? `${chose} of ${shown.rules.length}` : null;
      },
    },
  ],
};

/** What the chart shows, in words. */
export function describe(shown) {
  if (!shown.chosen) {
    return `${shown.points.length} readings; no threshold was chosen.`;
  }
  return `${shown.points.length} readings; the estimate cuts at ${words(shown.chosen)}.`;
}

/** The points as a table. */
export const table = {
  head: ['k', 'u', 'share', 'reading', '95 % from', 'to'],
  rows: (shown) => shown.points.map((point) => [
    integer(point.k), significant(point.u, 4), percent(point.tailFraction), fixed(point.reading),
    fixed(point.lower), fixed(point.upper),
  ]),
};
