// SPDX-License-Identifier: Apache-2.0
// The survival function on two logarithmic axes, where a power law is a straight line: the window,
// Student t as fitted, and with the indices of theory from the threshold on.

import {index as fixed, integer, known, power, significant} from '../format.js';
import {logSteps} from './ranges.js';

export const SERIES = {lower: 0, upper: 1, kesten: 2, fit: 3, window: 4};

export const spec = {
  kind: 'ccdf',
  x: {
    label: 'x', title: 'x', distr: 3,
    full: ({points}) => tail(points),
    splits: (low, high, pixels) => logSteps(low, high, pixels, 52),
    values: (ticks) => ticks.map(power),
  },
  y: {
    title: 'share beyond x', distr: 3,
    range: (u, low, high, model) => range(model),
    splits: (low, high, pixels) => logSteps(low, high, pixels, 26).filter((each) => decade(each)),
    values: (ticks) => ticks.map(power),
  },
  series: [
    {label: 'lower', stroke: '--c-band', width: 1.5, dash: [7, 4]},
    {label: 'upper', stroke: '--c-band', width: 1.5},
    {label: 'kesten', stroke: '--c-kesten', width: 1.5, dash: [7, 4]},
    {label: 'fit', stroke: '--c-fit', width: 1.5, dash: [2, 3]},
    {label: 'survival', stroke: '--c-index', width: 1, points: true, size: 4, hover: true},
  ],
};

function decade(value) {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}

/** From where a little of the body is seen: what is nearer to 0 says nothing about a tail. */
function tail(points) {
  if (points.length === 0) {
    return null;
  }
  const body = points.filter((point) => point.survival >= 0.9).map((point) => point.x);
  return [body.length > 0 ? Math.max(...body) : points[0].x, points[points.length - 1].x];
}

/** The samples set the range; curves of theory leave it at the bottom. */
function range({data}) {
  const seen = data[SERIES.window + 1].filter((each) => known(each) && each > 0);
  if (seen.length === 0) {
    return [1e-6, 1];
  }
  return [10 ** Math.floor(Math.log10(Math.min(...seen)) - 0.15), 1.3];
}

/** The sides that a CcdfView has. */
export const SIDES = {abs: 'Size |x|', right: 'Right tail', left: 'Left tail'};

/** What is drawn of one side of a CcdfView. */
export function model(view, name) {
  const side = view.sides.find((each) => each.side === name) || view.sides[0];
  // A logarithmic axis has no 0, and no nothing.
  const points = (side?.points || []).filter((point) => point.x > 0 && point.survival > 0);
  const positive = (value) => (known(value) && value > 0 ? value : null);
  const marks = known(side?.anchor) && side.anchor > 0
    ? [{
      id: 'anchor',
      kind: 'anchor',
      x: side.anchor,
      y: null,
      tone: 'index',
      line: true,
      label: `u ${significant(side.anchor, 3)}`,
      title: `The threshold of the estimate, ${significant(side.anchor, 4)}: from here on the curves of theory `
        + `go, through the share that is beyond it (${significant(side.anchorSurvival, 3)}).`,
    }] : [];
  return {
    data: [
      points.map((point) => point.x),
      points.map((point) => positive(point.lower)),
      points.map((point) => positive(point.upper)),
      points.map((point) => positive(point.kesten)),
      points.map((point) => positive(point.fit)),
      points.map((point) => point.survival),
    ],
    points, marks, fit: view.fit, theory: view.theory, side: side?.side, view,
  };
}

const at = (read) => (shown, i) => {
  if (i === null) {
    return '';
  }
  const point = shown.points[i];
  return point && known(read(point)) ? significant(read(point), 3) : '';
};

function when(has, read) {
  return (shown, i) => (has(shown) ? read(shown, i) : null);
}

/** The legend. */
export const legend = {
  at: (shown, i) => {
    const point = i === null ? null : shown.points[i];
    return point ? `x ${significant(point.x, 4)}, ${integer(point.count)} beyond` : 'share of the samples beyond x';
  },
  entries: [
    {
      label: 'Window', swatch: 'points', stroke: '--c-index', series: [SERIES.window],
      title: 'The samples of the window, at bucket edges. Click to hide or show.',
      value: at((point) => point.survival),
    },
    {
      label: 'Student t, lower bound', swatch: 'dash', stroke: '--c-band', series: [SERIES.lower],
      title: 'Student t with the lower hSGD bound as its index. Click to hide or show.',
      value: when((shown) => known(shown.theory?.lower),
        (shown, i) => `(${fixed(shown.theory.lower)}) ${at((point) => point.lower)(shown, i)}`),
    },
    {
      label: 'Student t, upper bound', swatch: 'line', stroke: '--c-band', series: [SERIES.upper],
      title: 'Student t with the upper hSGD bound as its index. Click to hide or show.',
      value: when((shown) => known(shown.theory?.upper),
        (shown, i) => `(${fixed(shown.theory.upper)}) ${at((point) => point.upper)(shown, i)}`),
    },
    {
      label: 'Student t, Kesten', swatch: 'dash', stroke: '--c-kesten', series: [SERIES.kesten],
      title: 'Student t with the Kesten index. Click to hide or show.',
      value: when((shown) => known(shown.theory?.kesten),
        (shown, i) => `(${fixed(shown.theory.kesten)}) ${at((point) => point.kesten)(shown, i)}`),
    },
    {
      label: 'Student t, fitted', swatch: 'dots', stroke: '--c-fit', series: [SERIES.fit],
      title: 'Student t fitted to the whole window. Click to hide or show.',
      value: when((shown) => shown.fit && !shown.fit.reason,
        (shown, i) => `(${known(shown.fit.nu) ? `nu ${fixed(shown.fit.nu)}` : 'Gaussian'}) ${at((point) => point.fit)(shown, i)}`),
    },
  ],
};

/** What the chart shows, in words. */
export function describe(shown) {
  const last = shown.points[shown.points.length - 1];
  return last
    ? `${shown.points.length} points; ${integer(last.count)} samples lie beyond the largest x, ${significant(last.x, 4)}.`
    : 'No points.';
}

/** The points as a table. */
export const table = {
  head: ['x', 'samples beyond', 'share', 'fit', 'lower', 'upper', 'Kesten'],
  rows: (shown) => shown.points.map((point) => [
    significant(point.x, 4), integer(point.count), significant(point.survival, 3), significant(point.fit, 3),
    significant(point.lower, 3), significant(point.upper, 3), significant(point.kesten, 3),
  ]),
};
