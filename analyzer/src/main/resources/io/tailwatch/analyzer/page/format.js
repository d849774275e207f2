// SPDX-License-Identifier: Apache-2.0
// Numbers, times and names as people read them. Undefined numbers are an en dash.

export const NONE = '\u2013';

const whole = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});

/** Whether there is a number. */
export function known(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A whole number with thousands separated. */
export function integer(value) {
  return known(value) ? whole.format(value) : NONE;
}

/** So many significant digits, without exponent while that stays short. */
export function significant(value, digits = 3) {
  if (!known(value)) {
    return NONE;
  }
  if (value === 0) {
    return '0';
  }
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) {
    return value.toExponential(Math.max(0, digits - 1)).replace('e+', 'e');
  }
  if (size >= 10 ** digits) {
    return whole.format(value);
  }
  return String(Number(value.toPrecision(digits)));
}

/** A tail index: two decimals, as the sentences write them. */
export function index(value) {
  if (!known(value)) {
    return NONE;
  }
  return value >= 100 ? whole.format(value) : value.toFixed(2);
}

/** The 95 % interval of an IntervalView. */
export function interval(view) {
  if (!view || !known(view.lower)) {
    return NONE;
  }
  return known(view.upper)
    ? `${index(view.lower)} to ${index(view.upper)}`
    : `${index(view.lower)} and up`;
}

/** The value of an IntervalView; an index without bound is that of a light tail. */
export function value(view) {
  if (!view) {
    return NONE;
  }
  return known(view.value) ? index(view.value) : known(view.lower) ? '\u221e' : NONE;
}

/** A learning rate. */
export function rate(value) {
  return significant(value, 4);
}

/** A share as per cent. */
export function percent(value, digits = 3) {
  return known(value) ? `${significant(value * 100, digits)} %` : NONE;
}

/** A large count in few characters: 853k, 1.25M. */
export function compact(value) {
  if (!known(value)) {
    return NONE;
  }
  for (const [unit, letter] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(value) >= unit) {
      return `${Number((value / unit).toPrecision(3))}${letter}`;
    }
  }
  return String(Number(value.toPrecision(3)));
}

/** A tick of an axis of counts, as exact as the distance of the ticks needs. */
export function tick(value, increment) {
  const size = Math.abs(value);
  const [unit, letter] = size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e4
    ? [1e3, 'k'] : [1, ''];
  // As many decimals as the increment itself has: 250k of 1M are 0.25M.
  let decimals = 0;
  const exact = (x) => Math.abs(x - Math.round(x)) < 1e-6;
  while (increment > 0 && decimals < 6 && !exact((increment / unit) * 10 ** decimals)) {
    decimals++;
  }
  return (value / unit).toFixed(decimals) + letter;
}

/** A power of ten as axes write it. */
export function power(value) {
  if (value === 0) {
    return '0';
  }
  const exponent = Math.log10(Math.abs(value));
  const sign = value < 0 ? '\u2212' : '';
  if (Math.abs(exponent) < 3.5) {
    return sign + String(Number(Math.abs(value).toPrecision(3)));
  }
  const digits = String(Math.round(Math.abs(exponent)));
  const raised = [...digits].map((d) => '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'[d]);
  return `${sign}10${exponent < 0 ? '\u207b' : ''}${raised.join('')}`;
}

/** A span of time in its largest unit. */
export function duration(millis) {
  if (!known(millis)) {
    return NONE;
  }
  const seconds = Math.max(0, millis / 1000);
  if (seconds < 99.5) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** How long ago. */
export function ago(millis) {
  return !known(millis) ? NONE : millis < 2000 ? 'just now' : `${duration(millis)} ago`;
}

/** A moment in the reader's own time zone. */
export function moment(iso) {
  const time = Date.parse(iso);
  return Number.isNaN(time)
    ? NONE
    : new Date(time).toLocaleString('en-GB', {
      year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit',
      second: '2-digit',
    });
}

/** One or many of something. */
export function count(number, one, many = `${one}s`) {
  return `${integer(number)} ${number === 1 ? one : many}`;
}

/** A text as a sentence: it begins with a capital letter and ends with a full stop. */
export function sentence(text) {
  const trimmed = String(text).trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?)]$/.test(trimmed) ? '' : '.');
}

/** The names of observables. */
const OBSERVABLES = {
  projection: 'projection on the top eigenvector',
  norm: 'distance from the centre',
  'weighted-norm': 'distance from the centre, weighted by the eigenvalues',
  coordinates: 'all coordinates, pooled',
  'update-norm': 'size of the updates',
  identity: 'the values as they are',
};

/** What an observable is. */
export function observableMeaning(name) {
  return OBSERVABLES[name] || name;
}
