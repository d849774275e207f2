// SPDX-License-Identifier: Apache-2.0
// What a panel shows, each with the settings that hold for it.

function matches(matcher, field) {
  if (matcher.id === 'byName') {
    return field.name === matcher.options;
  }
  if (matcher.id === 'byRegexp') {
    return new RegExp(matcher.options.replace(/^\/|\/$/g, '')).test(field.name);
  }
  throw new Error(`matcher ${matcher.id} cannot be drawn`);
}

/** The settings of a field: the panel's defaults and whatever overrides meet it. */
export function configOf(panel, field) {
  const {defaults, overrides} = panel.fieldConfig;
  const config = {...defaults, custom: {...defaults.custom}};
  for (const override of overrides.filter((each) => matches(each.matcher, field))) {
    for (const {id, value} of override.properties) {
      if (id.startsWith('custom.')) {
        config.custom[id.slice('custom.'.length)] = value;
      } else {
        config[id] = value;
      }
    }
  }
  return config;
}

/** As Prometheus writes numbers. */
export function number(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

/** The series of all queries as curves: `{name, labels, points: [[time, value]], config}`. */
export function curves(panel, answers) {
  return answers.flatMap((answer) => answer.series.map((series) => {
    const field = {
      name: series.name,
      labels: series.labels,
      refId: answer.refId,
      points: series.points.map(([at, value]) => [Number(at), number(value)]),
    };
    return {...field, config: configOf(panel, field)};
  }));
}

const CALCS = {
  lastNotNull: ['Last *', (values) => values.at(-1)],
  min: ['Min', (values) => Math.min(...values)],
  max: ['Max', (values) => Math.max(...values)],
  mean: ['Mean', (values) => values.reduce((sum, each) => sum + each, 0) / values.length],
};

/** How a calculation is called in legends. */
export function calcName(calc) {
  return CALCS[calc][0];
}

/** A calculation over the values that are numbers; null when there are none. */
export function calculate(calc, points) {
  const values = points.map(([, value]) => value).filter((value) => !Number.isNaN(value));
  return values.length === 0 ? null : CALCS[calc][1](values);
}
