// SPDX-License-Identifier: Apache-2.0
// Quantiles of the window against those of a fitted law: on the diagonal where the law holds. Signed
// samples need an axis that is logarithmic on both sides and straight in the middle.

import {known, percent, power, significant} from '../format.js';
import {asinhSteps} from './ranges.js';

export const SERIES = {diagonal: 0, samples: 1};

/** The laws that are fitted. */
export const LAWS = {studentT: 'Student t', alphaStable: 'alpha-stable'};

const pad = (low, high, linear) => {
  if (low === null) {
    return [-1, 1];
  }
  const from = Math.asinh(low / linear);
  const to = Math.asinh(high / linear);
  const more = 0.04 * (to - from) || 0.5;
  return [linear * Math.sinh(from - more), linear * Math.sinh(to + more)];
};

const axis = (space) => ({
  distr: 4,
  range: (u, low, high, model) => pad(low, high, model.asinh),
  splits: (low, high, pixels, model) => asinhSteps(low, high, model.asinh, pixels, space),
  values: (ticks) => ticks.map(power),
});

export const spec = {
  kind: 'qq',
  x: {label: 'law', title: 'fitted law', ...axis(36)},
  y: {title: 'window', ...axis(24)},
  series: [
    {label: 'diagonal', stroke: '--ink-3', width: 1, dash: [5, 4]},
    {label: 'sample', stroke: '--c-index', width: 0.75, points: true, size: 5, hover: true},
  ],
};

/** A power of ten below which the axis is straight: about the spread of the samples. */
function linearPart(points) {
  const sizes = points.map((point) => Math.abs(point.sample)).filter((size) => size > 0).sort((a, b) => a - b);
  const middle = sizes[Math.floor(sizes.length / 2)];
  return middle > 0 ? 10 ** Math.round(Math.log10(middle)) : 1;
}

/** What is drawn of a QqView for one of the laws. */
export function model(view, law) {
  const points = view.points.filter((point) => known(point[law]) && known(point.sample));
  return {
    data: [
      points.map((point) => point[law]),
      points.map((point) => point[law]),
      points.map((point) => point.sample),
    ],
    points, law, fit: view[law], asinh: linearPart(points), marks: [], view,
  };
}

/** The parameters of a fit in words; null without one. */
export function fitWords(fit) {
  if (!fit || fit.reason) {
    return null;
  }
  const shape = fit.law === 'alpha-stable'
    ? [`alpha ${significant(fit.alpha, 4)}`, `beta ${significant(fit.beta, 3)}`]
    : [known(fit.nu) ? `nu ${significant(fit.nu, 4)}` : 'Gaussian'];
  return shape.concat(`location ${significant(fit.location, 3)}`, `scale ${significant(fit.scale, 3)}`,
    `KS distance ${significant(fit.distance, 2)}`).join(', ');
}

/** The legend. */
export const legend = {
  at: (shown, i) => {
    const point = i === null ? null : shown.points[i];
    return point ? `at ${percent(point.probability, 4)}` : '';
  },
  entries: [
    {
      label: 'Window', swatch: 'points', stroke: '--c-index', title: 'Quantiles of the window, at bucket edges',
      value: (shown, i) => (i === null ? '' : significant(shown.points[i]?.sample, 4)),
    },
    {
      label: 'Law', swatch: 'none', stroke: '--ink-3', title: 'The same quantiles of the fitted law',
      value: (shown, i) => (i === null ? '' : significant(shown.points[i]?.[shown.law], 4)),
    },
    {
      label: 'Equal', swatch: 'dash', stroke: '--ink-3', title: 'Where the points would be if the law held',
      value: () => '',
    },
  ],
};

/** What the chart shows, in words. */
export function describe(shown) {
  const last = shown.points[shown.points.length - 1];
  return last
    ? `${shown.points.length} quantiles. At ${percent(last.probability, 5)} the window has ${significant(last.sample, 4)}, `
      + `the law ${significant(last[shown.law], 4)}.`
    : 'No points.';
}

/** The points as a table. */
export const table = {
  head: ['probability', 'window', 'law'],
  rows: (shown) => shown.points.map((point) => [
    significant(point.probability, 6), significant(point.sample, 4), significant(point[shown.law], 4),
  ]),
};
