// SPDX-License-Identifier: Apache-2.0
// One plot: uPlot with our look, resized with its host, drawn only where it is seen, at most once a
// frame, and never made anew for new data, so that hover and zoom stay.
//
// The host element shows what is drawn as `host.chartData`: {kind, labels, data, marks}, data being
// the arrays that uPlot has.

import uPlot from '../vendor/uPlot.esm.js';
import {cancelFrame, nextFrame} from '../frames.js';
import {Marks} from './marks.js';
import {color, onTheme} from './palette.js';

const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const KEY_STEP = 10;
const SAY_MILLIS = 250;

/** Between two drawings of new data; moving the pointer and zooming do not wait. */
const PAINT_MILLIS = 400;

/** The zoom that plots of a group share: also those that are made later. */
const groupZooms = new Map();

const css = (name) => () => color(name);

/** Points that no line leads to. */
function alone(u, seriesIndex, shown) {
  if (shown) {
    return null;
  }
  const data = u.data[seriesIndex];
  const [from, to] = u.series[0].idxs;
  const found = [];
  for (let i = from; i <= to; i++) {
    if (data[i] != null && data[i - 1] == null && data[i + 1] == null) {
      found.push(i);
    }
  }
  return found.length > 0 ? found : null;
}

/**
 * A plot.
 *
 * spec: `kind`; `x` and `y`: {title, distr, asinh, range(u, low, high), splits(low, high, pixels),
 * values(ticks, increment), space}; `x.full(model)`: the range without zoom, where that is not the
 * one of the data; `series`: [{label, stroke, width, dash, points, hover, paths}];
 * `bands`: [{series: [upper, lower], fill}]; `group`: the key of plots with a common cursor.
 *
 * model: `data`; `marks`, see Marks; `areas`: [{low, high, fill}] across the plot; `lines`:
 * [{value, stroke, dash}] across it; `notes`: [{label, value, stroke}], named at the edge when their
 * value is outside.
 */
export class Plot {
  constructor(host, spec, {onCursor, onZoom, onPaint, say}) {
    this.host = host;
    this.spec = spec;
    this.onCursor = onCursor;
    this.onZoom = onZoom;
    this.onPaint = onPaint;
    this.say = say;
    this.u = null;
    /** Gives the model; asked only when there is something to draw. */
    this.source = null;
    /** What is drawn. */
    this.model = null;
    this.visible = false;
    this.zoom = null;
    this.hidden = new Set();
    this.holder = document.createElement('div');
    this.holder.className = 'plot-holder';
    host.appendChild(this.holder);
    this.marks = new Marks(this);
    this.paint = this.paint.bind(this);
    this.sight = new IntersectionObserver((entries) => {
      this.visible = entries[entries.length - 1].isIntersecting;
      this.ask();
    }, {rootMargin: '120px'});
    this.sight.observe(host);
    this.painted = -Infinity;
    this.timer = null;
    this.width = 0;
    this.height = 0;
    this.size = new ResizeObserver((entries) => {
      // Kept, so that painting need not ask for a layout.
      const {width, height} = entries[entries.length - 1].contentRect;
      this.width = Math.floor(width);
      this.height = Math.floor(height);
      this.ask();
    });
    this.size.observe(host);
    this.forgetTheme = onTheme(() => {
      this.u?.redraw(false, true);
    });
    this.onKey = this.onKey.bind(this);
    host.addEventListener('keydown', this.onKey);
    this.onBlur = () => {
      clearTimeout(this.speaking);
      this.u?.setCursor({left: -10, top: -10}, true, true);
    };
    host.addEventListener('blur', this.onBlur);
    host.chartData = {kind: spec.kind, labels: [], data: [], marks: []};
  }

  /** What is shown from the next frame on: a function that gives a model, or null for nothing yet. */
  show(source) {
    this.source = source;
    this.dirty = true;
    this.ask();
  }

  /** The source has something new: drawn soon, but not more often than one can see. */
  touch() {
    this.dirty = true;
    const wait = PAINT_MILLIS - (performance.now() - this.painted);
    if (wait <= 0) {
      this.ask();
    } else if (this.visible && this.timer === null) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.ask();
      }, wait);
    }
  }

  ask() {
    if (this.visible && this.source) {
      nextFrame(this.paint);
    }
  }

  /** Shows or hides series by their numbers in the spec. */
  toggle(numbers, show) {
    for (const number of numbers) {
      if (show) {
        this.hidden.delete(number);
      } else {
        this.hidden.add(number);
      }
      this.u?.setSeries(number + 1, {show});
    }
  }

  /** The whole range again, for all plots of the group. */
  resetZoom() {
    this.zoomTo(null);
  }

  zoomTo(zoom) {
    if (this.spec.group) {
      groupZooms.set(this.spec.group, zoom);
    }
    const all = this.spec.group ? uPlot.sync(this.spec.group).plots : [this.u];
    for (const u of all) {
      if (u?.data[0].length > 0) {
        u.setScale('x', zoom || {min: u.data[0][0], max: u.data[0][u.data[0].length - 1]});
      }
    }
  }

  destroy() {
    cancelFrame(this.paint);
    clearTimeout(this.timer);
    clearTimeout(this.speaking);
    this.sight.disconnect();
    this.size.disconnect();
    this.forgetTheme();
    this.host.removeEventListener('keydown', this.onKey);
    this.host.removeEventListener('blur', this.onBlur);
    this.u?.destroy();
    this.u = null;
    this.host.replaceChildren();
  }

  paint() {
    const {width, height} = this;
    if (!this.visible || width < 40 || height < 40) {
      return;
    }
    if (this.u && (this.u.width !== width || this.u.height !== height)) {
      this.u.setSize({width, height});
    }
    const model = this.dirty ? this.source() : null;
    this.dirty = false;
    if (!model) {
      return;
    }
    this.model = model;
    this.painted = performance.now();
    const {data, marks = []} = model;
    this.marks.set(marks);
    this.host.chartData = {
      kind: this.spec.kind,
      labels: [this.spec.x.label || 'x', ...this.spec.series.map((series) => series.label)],
      data,
      marks,
    };
    if (!this.u) {
      this.create(width, height);
      this.onPaint();
      return;
    }
    const u = this.u;
    if (this.model.asinh && u.scales.x.asinh !== this.model.asinh) {
      u.scales.x.asinh = this.model.asinh;
      u.scales.y.asinh = this.model.asinh;
      // uPlot keeps the transformed limits; this makes it take them anew.
      u.scales.x.min = u.scales.y.min = NaN;
    }
    u.batch(() => {
      u.setData(data, this.zoom === null);
      if (this.zoom) {
        u.setScale('x', {...this.zoom});
      }
    });
    if (u.cursor.left >= 0) {
      u.setCursor({left: u.cursor.left, top: u.cursor.top}, true, false);
    } else {
      this.onCursor(null);
    }
    this.onPaint();
  }

  create(width, height) {
    const {spec} = this;
    const shared = spec.group ? groupZooms.get(spec.group) : null;
    const range = (u, low, high) => {
      if (low === null) {
        return [1, 10];
      }
      const steps = u.data[0];
      const whole = spec.x.full && low === steps[0] && high === steps[steps.length - 1];
      return (whole && spec.x.full(this.model)) || (low === high ? [low - 0.5, high + 0.5] : [low, high]);
    };
    const scale = (axis) => ({
      time: false,
      distr: axis.distr || 1,
      asinh: this.model.asinh || axis.asinh || 1,
      range: axis.range
        ? (u, low, high) => axis.range(u, low, high, this.model)
        : range,
    });
    const axis = (which, side) => {
      const own = spec[which];
      const vertical = which === 'y';
      return {
        scale: which,
        side,
        stroke: css('--ink-3'),
        font: FONT,
        ...(own.title && {label: own.title, labelFont: FONT, labelSize: 16, labelGap: vertical ? 2 : 0}),
        gap: 4,
        size: vertical
          ? (u, values) => 14 + 6.6 * Math.max(2, ...(values || []).map((each) => String(each ?? '').length))
          : 26,
        space: own.space || (vertical ? 28 : 64),
        grid: {stroke: css('--grid'), width: 1},
        ticks: {show: false},
        border: {show: !vertical, stroke: css('--line-strong'), width: 1},
        filter: (u, ticks) => ticks,
        ...(own.splits && {
          splits: (u, i, low, high) => own.splits(
            low, high, vertical ? u.bbox.height / devicePixelRatio : u.bbox.width / devicePixelRatio, this.model),
        }),
        values: (u, ticks, i, space, increment) => (own.values ? own.values(ticks, increment) : ticks),
      };
    };
    this.u = new uPlot({
      width,
      height,
      padding: [10, 14, 0, 4],
      // Ours is elsewhere; without `live` the points at the cursor would not come back.
      legend: {show: false, live: true},
      focus: {alpha: 1},
      cursor: {
        y: false,
        drag: {x: true, y: false, dist: 5},
        points: {
          size: (u, i) => (spec.series[i - 1]?.hover ? 9 : 0),
          width: (u, i) => (spec.series[i - 1]?.hover ? 2 : 0),
          stroke: (u, i) => color(spec.series[i - 1].stroke),
          fill: css('--surface'),
        },
        ...(spec.group && {sync: {key: spec.group, scales: ['x', null], setSeries: false}}),
      },
      scales: {x: scale(spec.x), y: scale(spec.y)},
      axes: [axis('x', 2), axis('y', 3)],
      series: [
        {value: () => ''},
        ...spec.series.map((series, i) => ({
          value: () => '',
          label: series.label,
          show: !this.hidden.has(i),
          stroke: series.width === 0 ? null : css(series.stroke),
          width: series.width ?? 1.5,
          dash: series.dash,
          paths: series.paths?.(uPlot),
          spanGaps: false,
          points: series.points === true
            ? {show: true, size: series.size || 5, width: 0, fill: css(series.stroke), stroke: css(series.stroke)}
            : series.points === 'alone'
              ? {size: 5, width: 0, fill: css(series.stroke), stroke: css(series.stroke), filter: alone}
              : {show: false},
        })),
      ],
      bands: (spec.bands || []).map(({series, fill}) => ({
        series: series.map((number) => number + 1), fill: css(fill),
      })),
      hooks: {
        setScale: [(u, key) => key === 'x' && this.readZoom(u)],
        setCursor: [(u) => this.visible && this.onCursor(u.cursor.idx ?? null)],
        drawAxes: [(u) => {
          this.drawAreas(u);
          this.marks.draw(u);
        }],
        draw: [(u) => {
          this.drawNotes(u);
          this.marks.place(u);
        }],
      },
    }, this.model.data, this.holder);
    this.marks.mount(this.u.over, this.host);
    if (shared) {
      this.u.setScale('x', {...shared});
    }
    this.onCursor(null);
  }

  /** The range without zoom. */
  whole() {
    const steps = this.model.data[0];
    return this.spec.x.full?.(this.model) || [steps[0], steps[steps.length - 1]];
  }

  /** Whether the x range is the whole one. */
  readZoom(u) {
    const steps = u.data[0];
    const {min, max} = u.scales.x;
    if (!steps || steps.length < 2 || !Number.isFinite(min)) {
      return;
    }
    const [first, last] = this.whole();
    const slack = 1e-6 * (last - first);
    const zoomed = min > first + slack || max < last - slack;
    const before = this.zoom !== null;
    this.zoom = zoomed ? {min, max} : null;
    if (this.spec.group) {
      groupZooms.set(this.spec.group, this.zoom);
    }
    if (zoomed !== before) {
      this.onZoom(zoomed);
    }
  }

  drawAreas(u) {
    const {ctx, bbox} = u;
    const ratio = devicePixelRatio || 1;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const {low, high, fill} of this.model.areas || []) {
      const top = u.valToPos(high, 'y', true);
      const bottom = u.valToPos(low, 'y', true);
      ctx.fillStyle = color(fill);
      ctx.fillRect(bbox.left, top, bbox.width, Math.max(ratio, bottom - top));
    }
    for (const {value, stroke, dash} of this.model.lines || []) {
      const y = Math.round(u.valToPos(value, 'y', true)) + 0.5;
      ctx.strokeStyle = color(stroke);
      ctx.lineWidth = ratio;
      ctx.setLineDash((dash || []).map((each) => each * ratio));
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }

  /** What is outside the range, by name and value, with an arrow to where it is. */
  drawNotes(u) {
    const {ctx, bbox} = u;
    const ratio = devicePixelRatio || 1;
    const {min, max} = u.scales.y;
    let up = 0;
    let down = 0;
    ctx.save();
    ctx.font = FONT.replace('11px', `${11 * ratio}px`);
    ctx.textAlign = 'right';
    for (const {label, value, stroke} of this.model.notes || []) {
      const above = value > max;
      if (!above && !(value < min)) {
        continue;
      }
      const text = `${label} ${above ? '\u2191' : '\u2193'}`;
      const x = bbox.left + bbox.width - 4 * ratio;
      const y = above
        ? bbox.top + (12 + 15 * up++) * ratio
        : bbox.top + bbox.height - (6 + 15 * down++) * ratio;
      const wide = ctx.measureText(text).width;
      ctx.fillStyle = color('--surface');
      ctx.globalAlpha = 0.85;
      ctx.fillRect(x - wide - 3 * ratio, y - 11 * ratio, wide + 6 * ratio, 15 * ratio);
      ctx.globalAlpha = 1;
      ctx.fillStyle = color(stroke);
      ctx.fillText(text, x, y);
    }
    ctx.restore();
  }

  onKey(event) {
    const u = this.u;
    if (!u || event.target !== this.host || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const steps = u.data[0];
    if (!steps || steps.length === 0) {
      return;
    }
    const [first, last] = u.series[0].idxs;
    const at = u.cursor.idx ?? last;
    const by = event.shiftKey ? KEY_STEP : 1;
    const moves = {ArrowLeft: at - by, ArrowRight: at + by, Home: first, End: last};
    if (event.key in moves) {
      const to = Math.min(last, Math.max(first, moves[event.key]));
      u.setCursor({left: u.valToPos(steps[to], 'x'), top: u.over.clientHeight / 2}, true, true);
      this.speak();
    } else if (event.key === '+' || event.key === '=' || event.key === '-') {
      const low = u.scales.x.min;
      const high = u.scales.x.max;
      const logarithmic = u.scales.x.distr === 3;
      const to = (x) => (logarithmic ? Math.log(x) : x);
      const from = (x) => (logarithmic ? Math.exp(x) : x);
      const centre = to(steps[at]);
      const factor = event.key === '-' ? 2 : 0.5;
      const whole = this.whole();
      const min = Math.max(whole[0], from(centre - factor * (centre - to(low))));
      const max = Math.min(whole[1], from(centre + factor * (to(high) - centre)));
      if (max > min) {
        this.zoomTo(min <= whole[0] && max >= whole[1] ? null : {min, max});
      }
    } else if (event.key === 'Escape') {
      u.setCursor({left: -10, top: -10}, true, true);
      this.resetZoom();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Tells what is at the cursor, when it rests. */
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => this.say(this.u?.cursor.idx ?? null), SAY_MILLIS);
  }
}
