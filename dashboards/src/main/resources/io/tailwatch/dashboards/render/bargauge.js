// SPDX-License-Identifier: Apache-2.0
import {el, empty} from './dom.js';
import {calculate, curves} from './fields.js';
import {shown} from './format.js';

/** A bar for each value. */
export function barGauge(body, panel, answers) {
  const fields = curves(panel, answers);
  if (fields.length === 0) {
    body.append(empty(panel));
    return;
  }
  const values = fields.map((field) => calculate(panel.options.reduceOptions.calcs[0], field.points));
  const most = Math.max(...values, 0);
  body.append(el('div', 'bars', ...fields.map((field, number) => {
    const {text, color} = shown(values[number], field.config, number);
    const fill = el('div', 'fill');
    fill.style.width = `${most > 0 ? values[number] / most * 100 : 0}%`;
    fill.style.background = color;
    const label = el('span', 'number', text);
    label.style.color = color;
    return el('div', 'bar-line', el('span', '', field.name), el('div', 'track', fill), label);
  })));
}
