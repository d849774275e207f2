// SPDX-License-Identifier: Apache-2.0
// Marks on a plot, as elements above the canvas: they can be pointed at and reached by keyboard, and
// screen readers read them. The lines that belong to them are drawn on the canvas.

import {color} from './palette.js';

const MOST = 60;

/** About what a letter of a label and its surroundings need, in pixels. */
const LETTER = 6;
const AROUND = 22;

/**
 * A mark: `{id, kind, x, y, label, title, tone, line, until}`.
 * - x in values of the plot; y is null for a mark at the top
 * - label is written beside it, title is told when it is pointed at
 * - line: whether a vertical line goes through it; until: the x up to which it lasts, null for a moment
 */
export class Marks {
  constructor(plot) {
    this.plot = plot;
    this.layer = document.createElement('div');
    this.layer.className = 'marks';
    this.tip = document.createElement('div');
    this.tip.className = 'mark-tip';
    this.tip.setAttribute('role', 'tooltip');
    this.tip.hidden = true;
    this.elements = [];
    this.marks = [];
    this.key = '';
  }

  /** Goes into the plot's own elements, which uPlot makes anew. */
  mount(over, host) {
    over.appendChild(this.layer);
    host.appendChild(this.tip);
  }

  set(marks) {
    this.marks = marks.slice(-MOST);
    const key = this.marks.map((mark) => [mark.id, mark.tone, mark.label, mark.title].join('\u0001')).join('\u0002');
    if (key !== this.key) {
      this.key = key;
      this.build();
    }
  }

  build() {
    this.hide();
    this.elements = this.marks.map((mark) => {
      const element = document.createElement('button');
      element.type = 'button';
      element.className = `mark mark-${mark.kind} tone-${mark.tone || 'mute'}`;
      element.dataset.test = 'mark';
      element.dataset.kind = mark.kind;
      const sign = document.createElement('span');
      sign.className = 'mark-sign';
      element.appendChild(sign);
      if (mark.label) {
        const label = document.createElement('span');
        label.className = 'mark-label';
        label.textContent = mark.label;
        element.appendChild(label);
      }
      const told = document.createElement('span');
      told.className = 'unseen';
      told.textContent = mark.title;
      element.appendChild(told);
      element.addEventListener('mouseenter', () => this.show(element, mark));
      element.addEventListener('focus', () => this.show(element, mark));
      element.addEventListener('click', () => this.show(element, mark));
      element.addEventListener('mouseleave', () => this.hide());
      element.addEventListener('blur', () => this.hide());
      element.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') {
          this.hide();
        }
      });
      return element;
    });
    this.layer.replaceChildren(...this.elements);
  }

  show(element, mark) {
    const host = this.tip.parentElement;
    if (!host) {
      return;
    }
    this.tip.textContent = mark.title;
    this.tip.hidden = false;
    const frame = host.getBoundingClientRect();
    const at = element.getBoundingClientRect();
    const wide = Math.min(320, frame.width - 16);
    this.tip.style.maxWidth = `${wide}px`;
    const left = Math.min(Math.max(8, at.left - frame.left - 12), Math.max(8, frame.width - this.tip.offsetWidth - 8));
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${at.bottom - frame.top + 6}px`;
  }

  hide() {
    this.tip.hidden = true;
  }

  /** Puts the elements where the scales are now. */
  place(u) {
    const wide = u.bbox.width / devicePixelRatio;
    const high = u.bbox.height / devicePixelRatio;
    const places = this.marks.map((mark) => u.valToPos(mark.x, 'x'));
    // Where the last label ends: one that has no room on either side of its mark is left out.
    let taken = 0;
    this.marks.forEach((mark, i) => {
      const element = this.elements[i];
      const x = places[i];
      const inside = Number.isFinite(x) && x >= -1 && x <= wide + 1;
      element.hidden = !inside;
      if (!inside) {
        return;
      }
      let y = 0;
      if (mark.y !== undefined && mark.y !== null) {
        y = u.valToPos(mark.y, 'y');
        if (!(y >= -1 && y <= high + 1)) {
          element.hidden = true;
          return;
        }
      }
      element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      const length = mark.label ? LETTER * mark.label.length + AROUND : 0;
      const next = places[i + 1] ?? Infinity;
      const right = x + length < Math.min(wide + 8, next - 6);
      const left = !right && x - length > taken;
      element.classList.toggle('no-label', length === 0 || !(right || left));
      element.classList.toggle('flip', left);
      taken = right ? x + length : x + AROUND / 2;
    });
  }

  /** Lines and spans, below the curves. */
  draw(u) {
    const {ctx, bbox} = u;
    const ratio = devicePixelRatio || 1;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const mark of this.marks) {
      if (!mark.line) {
        continue;
      }
      const x = u.valToPos(mark.x, 'x', true);
      const stroke = color(`--t-${mark.tone || 'mute'}`);
      if (mark.until !== null && mark.until !== undefined) {
        const end = mark.until === Infinity ? bbox.left + bbox.width : u.valToPos(mark.until, 'x', true);
        ctx.globalAlpha = 0.08;
        ctx.fillStyle = stroke;
        ctx.fillRect(x, bbox.top, Math.max(0, end - x), bbox.height);
        ctx.globalAlpha = 1;
      }
      ctx.strokeStyle = stroke;
      ctx.lineWidth = ratio;
      ctx.setLineDash([4 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(Math.round(x) + 0.5, bbox.top);
      ctx.lineTo(Math.round(x) + 0.5, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
}
