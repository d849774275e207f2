// SPDX-License-Identifier: Apache-2.0
// Numbers, colours and mappings as Grafana shows them. What is not known is an error: a picture with
// a wrong unit would be worse than none.

const SHORT = ['', ' K', ' Mil', ' Bil', ' Tri'];
const SI = ['', ' K', ' M', ' G', ' T'];
const IEC = [' B', ' KiB', ' MiB', ' GiB', ' TiB'];

/** Decimals for about three digits. */
function auto(number) {
  const size = Math.abs(number);
  if (size === 0 || size >= 100) {
    return 0;
  }
  return size >= 10 ? 1 : size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
}

function fixed(number, decimals) {
  const text = number.toFixed(decimals ?? auto(number));
  return decimals === undefined && text.includes('.') ? String(Number(text)) : text;
}

function scaled(number, base, names, decimals) {
  let step = 0;
  let rest = number;
  while (Math.abs(rest) >= base && step < names.length - 1) {
    rest /= base;
    step += 1;
  }
  return fixed(rest, step === 0 && Number.isInteger(rest) ? 0 : decimals) + names[step];
}

function seconds(number, decimals) {
  const size = Math.abs(number);
  if (size === 0) {
    return '0 s';
  }
  if (size < 1e-3) {
    return `${fixed(number * 1e6, decimals)} µs`;
  }
  if (size < 1) {
    return `${fixed(number * 1e3, decimals)} ms`;
  }
  if (size < 60) {
    return `${fixed(number, decimals)} s`;
  }
  return size < 3600 ? `${fixed(number / 60, decimals)} mins` : `${fixed(number / 3600, decimals)} hours`;
}

const UNITS = {
  none: fixed,
  short: (number, decimals) => scaled(number, 1000, SHORT, decimals),
  locale: (number, decimals) => number.toLocaleString('en-US', {maximumFractionDigits: decimals ?? 0}),
  cps: (number, decimals) => `${scaled(number, 1000, SI, decimals)} c/s`,
  ops: (number, decimals) => `${scaled(number, 1000, SI, decimals)} ops/s`,
  recps: (number, decimals) => `${scaled(number, 1000, SI, decimals)} rec/s`,
  percentunit: (number, decimals) => `${fixed(number * 100, decimals)}%`,
  bytes: (number, decimals) => scaled(number, 1024, IEC, decimals),
  binBps: (number, decimals) => `${scaled(number, 1024, IEC, decimals)}/s`,
  s: seconds,
};

/** A number in a unit. */
export function inUnit(number, unit, decimals) {
  const format = UNITS[unit];
  if (!format) {
    throw new Error(`unit ${unit} cannot be drawn`);
  }
  return format(number, decimals);
}

function mapped(value, config) {
  for (const mapping of config.mappings || []) {
    if (mapping.type === 'value' && Object.hasOwn(mapping.options, String(value))) {
      return mapping.options[String(value)];
    }
    const missing = value === null || Number.isNaN(value);
    if (mapping.type === 'special' && mapping.options.match === 'null+nan' && missing) {
      return mapping.options.result;
    }
    if (mapping.type !== 'value' && mapping.options.match !== 'null+nan') {
      throw new Error(`mapping ${mapping.type} cannot be drawn`);
    }
  }
  return null;
}

/** The step of the thresholds that a value has reached. */
function step(value, config) {
  return config.thresholds.steps.filter((each) => each.value === null || value >= each.value).at(-1);
}

/** Of colours that Grafana knows by name the few that are used. */
export function paint(color) {
  const named = {text: getComputedStyle(document.documentElement).getPropertyValue('--ink'), transparent: 'transparent'};
  return named[color] ?? color;
}

const CLASSIC = ['#73bf69', '#f2cc0c', '#8ab8ff', '#ff780a', '#f2495c', '#5794f2', '#b877d9', '#705da0', '#37872d', '#fade2a'];

/** The colour of a field among others. */
export function colorOf(config, number) {
  if (config.color.mode === 'fixed') {
    return paint(config.color.fixedColor);
  }
  if (config.color.mode === 'palette-classic') {
    return CLASSIC[number % CLASSIC.length];
  }
  return paint(step(Number.NEGATIVE_INFINITY, config)?.color ?? 'text');
}

/** A value in words, and in which colour. */
export function shown(value, config, number = 0) {
  const map = mapped(value, config);
  if (map && map.text !== undefined) {
    return {text: map.text, color: map.color ? paint(map.color) : byValue(value, config, number)};
  }
  if (value === null || value === undefined) {
    return {text: config.noValue ?? '', color: paint('text')};
  }
  if (typeof value === 'string') {
    return {text: value, color: paint('text')};
  }
  const finite = Number.isFinite(value);
  return {
    text: finite ? inUnit(value, config.unit, config.decimals) : String(value).replace('Infinity', '∞'),
    color: byValue(value, config, number),
  };
}

function byValue(value, config, number) {
  return config.color.mode === 'thresholds' ? paint(step(value ?? Number.NaN, config)?.color ?? 'text') : colorOf(config, number);
}

/** Black or white, whatever can be read on a colour. */
export function inkOn(color) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 150 ? '#15171b' : '#ffffff';
}

/** Times at an axis. */
export function clock(at, withSeconds) {
  return new Date(at * 1000).toLocaleTimeString('en-GB', {
    hour: '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined, timeZone: 'UTC',
  });
}
