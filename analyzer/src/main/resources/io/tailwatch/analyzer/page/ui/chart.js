// SPDX-License-Identifier: Apache-2.0
// A chart with its legend, its zoom, and the same as text and table for those who do not see it.

import {html, useEffect, useLayoutEffect, useReducer, useRef, useState} from '../vendor/preact.js';
import {Legend} from '../charts/legend.js';
import {Plot} from '../charts/plot.js';
import {announce} from '../store.js';

const TABLE_MILLIS = 1000;

/** Whether an element has been near the screen. */
export function useSeen(ref) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !ref.current) {
      return undefined;
    }
    const sight = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        setSeen(true);
      }
    }, {rootMargin: '400px'});
    sight.observe(ref.current);
    return () => sight.disconnect();
  }, [seen]);
  return seen;
}

/**
 * A chart.
 *
 * @param def a module of charts/: spec, legend, describe, table
 * @param source gives the model, or null while there is none
 * @param subscribe told how to say that the source has something new; gives a function that ends it
 * @param label what it is, for screen readers
 * @param group the key of charts with a common cursor and zoom
 */
export function Chart({def, source, subscribe, label, caption, group, test, tools, size = 'middle', children}) {
  const host = useRef(null);
  const legendRoot = useRef(null);
  const held = useRef({});
  const [zoomed, setZoomed] = useState(false);
  const [open, setOpen] = useState(false);
  const [, again] = useReducer((n) => n + 1, 0);

  useLayoutEffect(() => {
    const mine = held.current;
    const legend = new Legend(legendRoot.current, def.legend, (numbers, show) => mine.plot.toggle(numbers, show));
    mine.plot = new Plot(host.current, group ? {...def.spec, group} : def.spec, {
      onCursor: (i) => legend.update(mine.plot.model, i),
      onZoom: setZoomed,
      onPaint: () => {
        if (mine.open && !mine.timer) {
          mine.timer = setTimeout(() => {
            mine.timer = null;
            again();
          }, TABLE_MILLIS);
        }
      },
      say: () => announce(legend.words()),
    });
    return () => {
      clearTimeout(mine.timer);
      mine.plot.destroy();
    };
  }, [def, group]);
  useEffect(() => held.current.plot.show(source), [source]);
  useEffect(() => subscribe?.(() => held.current.plot.touch()), [subscribe]);

  const model = open ? held.current.plot?.model : null;
  return html`<figure class="chart" data-test=${test}>
    <figcaption class=${caption ? '' : 'unseen'}>${caption || label}</figcaption>
    <div class="chart-tools">
      <div class="legend" ref=${legendRoot} data-test="legend"></div>
      <button type="button" class="button small" hidden=${!zoomed} data-test="reset-zoom"
        onClick=${() => held.current.plot.resetZoom()}>Reset zoom</button>
      ${tools}
    </div>
    <div class=${`plot plot-${size}`} ref=${host} tabindex="0" role="group" aria-roledescription="chart"
      aria-label=${label} aria-describedby="plot-help" data-test="plot" data-chart=${def.spec.kind}></div>
    ${children}
    <details class="as-text" onToggle=${(event) => {
      held.current.open = event.target.open;
      setOpen(event.target.open);
    }}>
      <summary>As text and table</summary>
      ${model && html`<${AsText} def=${def} model=${model}/>`}
    </details>
  </figure>`;
}

function AsText({def, model}) {
  const {head, rows} = def.table;
  return html`<div class="as-text-body">
    <p>${def.describe(model)}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="The numbers of the chart">
      <table class="numbers">
        <thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead>
        <tbody>${rows(model).map((row) => html`<tr>${row.map((each) => html`<td>${each}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
  </div>`;
}
