// SPDX-License-Identifier: Apache-2.0
import {el} from './dom.js';
import {calculate, configOf, curves} from './fields.js';
import {inkOn, shown} from './format.js';

function spark(points, color, width, height) {
  const canvas = el('canvas', '');
  Object.assign(canvas, {width, height});
  const context = canvas.getContext('2d');
  const values = points.filter(([, value]) => Number.isFinite(value));
  if (values.length < 2) {
    return canvas;
  }
  const [first, last] = [values[0][0], values.at(-1)[0]];
  const most = Math.max(...values.map(([, value]) => value));
  const least = Math.min(0, ...values.map(([, value]) => value));
  const x = (at) => (at - first) / (last - first) * width;
  const y = (value) => height - 2 - (value - least) / (most - least || 1) * (height - 6);
  context.beginPath();
  values.forEach(([at, value]) => context.lineTo(x(at), y(value)));
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.stroke();
  context.lineTo(width, height);
  context.lineTo(0, height);
  context.globalAlpha = 0.15;
  context.fillStyle = color;
  context.fill();
  return canvas;
}

/** A few large values. */
export function stat(body, panel, answers) {
  const {options} = panel;
  let fields = curves(panel, answers);
  if (fields.length === 0) {
    fields = [{name: '', points: [], config: configOf(panel, {name: ''})}];
  }
  const box = el('div', 'stat');
  body.append(box);
  const width = box.clientWidth / fields.length;
  const named = fields.length > 1 || options.textMode === 'value_and_name';
  fields.forEach((field, number) => {
    const value = calculate(options.reduceOptions.calcs[0], field.points);
    const undefinedAtLast = field.points.length > 0 && Number.isNaN(field.points.at(-1)[1]);
    const {text, color} = shown(value ?? (undefinedAtLast ? Number.NaN : null), field.config, number);
    const size = Math.min(box.clientHeight * (named ? 0.5 : 0.62), width / Math.max(3, text.length) * 1.55, 60);
    const big = el('div', 'value', text);
    const one = el('div', 'one', big);
    if (named && field.name) {
      one.prepend(el('div', 'name', field.name));
    }
    big.style.fontSize = `${size}px`;
    if (options.colorMode === 'background' && color.startsWith('#')) {
      one.style.background = color;
      one.style.color = inkOn(color);
    } else {
      big.style.color = color;
    }
    if (options.graphMode === 'area') {
      one.append(spark(field.points, color, Math.round(width), Math.round(box.clientHeight * 0.45)));
    }
    box.append(one);
  });
}
