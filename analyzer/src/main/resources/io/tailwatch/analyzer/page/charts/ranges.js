// SPDX-License-Identifier: Apache-2.0
// Ranges and ticks of axes. A tail index is compared by ratios, as verdicts do (factor 1.5, 15 %),
// and its errors are relative: its axis is logarithmic.

import {known} from '../format.js';

/** The quantile of numbers; those that are not numbers are left out. NaN without any. */
export function quantile(numbers, share) {
  const sorted = numbers.filter(known).sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** What lies outside by more than this factor is named at the edge instead of shown. */
const REACH = 4;

const PAD = 1.07;

/**
 * The range of an index.
 *
 * @param core numbers that must be seen, but for the furthest of them
 * @param spread lower and upper limits: seen as far as they do not squash the core
 * @param others numbers that are seen when they are near
 */
export function indexRange(core, spread, others) {
  let low = quantile(core, 0.01);
  let high = quantile(core, 0.99);
  if (!known(low)) {
    low = quantile(spread, 0.1);
    high = quantile(spread, 0.5);
  }
  if (!known(low)) {
    const seen = others.filter(known);
    low = seen.length > 0 ? Math.min(...seen) : 1;
    high = seen.length > 0 ? Math.max(...seen) : 10;
  }
  const reachable = spread.filter((each) => known(each) && each > low / 2 && each < high * 2);
  if (reachable.length > 0) {
    low = Math.min(low, quantile(reachable, 0.02));
    high = Math.max(high, quantile(reachable, 0.98));
  }
  const [coreLow, coreHigh] = [low, high];
  for (const other of others) {
    if (known(other) && other > coreLow / REACH && other < coreHigh * REACH) {
      low = Math.min(low, other);
      high = Math.max(high, other);
    }
  }
  // Never so narrow that noise looks like a landslide.
  const middle = Math.sqrt(low * high);
  low = Math.min(low, middle / 1.15);
  high = Math.max(high, middle * 1.15);
  return [low / PAD, high * PAD];
}

const FINE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
const MIDDLE = [1, 1.5, 2, 3, 4, 5, 7];
const COARSE = [1, 2, 5];
const DECADES = [1];

function steps(mantissas, low, high) {
  const found = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    for (const mantissa of mantissas) {
      const value = Number((mantissa * 10 ** decade).toPrecision(3));
      if (value >= low && value <= high) {
        found.push(value);
      }
    }
  }
  return found;
}

/** Round numbers between two, at even distances. */
export function evenSteps(low, high, most) {
  const raw = (high - low) / Math.max(1, most);
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * size).find((each) => each >= raw * 0.999);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high * (1 + 1e-12); value += step) {
    found.push(Number(value.toPrecision(12)));
  }
  return found;
}

/** Ticks of a logarithmic axis of so many pixels, at least `space` of them apart. */
export function logSteps(low, high, pixels, space) {
  if (!(low > 0) || !(high > low)) {
    return [];
  }
  const scale = pixels / Math.log(high / low);
  if (high / low < 2.2) {
    return evenSteps(low, high, pixels / (1.5 * space));
  }
  for (const mantissas of [FINE, MIDDLE, COARSE, DECADES]) {
    const found = steps(mantissas, low, high);
    let fits = found.length > 1;
    for (let i = 1; fits && i < found.length; i++) {
      fits = Math.log(found[i] / found[i - 1]) * scale >= space;
    }
    if (fits) {
      return found;
    }
  }
  const found = steps(DECADES, low, high);
  const every = Math.max(1, Math.ceil((found.length * space) / pixels));
  return found.length > 1 ? found.filter((_, i) => (found.length - 1 - i) % every === 0) : steps(COARSE, low, high);
}

/** Ticks of a symmetric logarithmic axis (asinh of x / linear): powers of ten on both sides, and 0. */
export function asinhSteps(low, high, linear, pixels, space) {
  const position = (x) => Math.asinh(x / linear);
  const scale = pixels / (position(high) - position(low));
  const sides = [];
  const first = Math.ceil(Math.log10(linear) - 1e-9);
  const last = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let decade = first; decade <= last; decade++) {
    sides.push(10 ** decade, -(10 ** decade));
  }
  sides.push(0);
  const found = [];
  // From the middle outwards, so that what is left out is symmetric.
  for (const value of sides.sort((a, b) => Math.abs(a) - Math.abs(b))) {
    if (value >= low && value <= high
        && found.every((each) => Math.abs(position(each) - position(value)) * scale >= space)) {
      found.push(value);
    }
  }
  return found.sort((a, b) => a - b);
}
