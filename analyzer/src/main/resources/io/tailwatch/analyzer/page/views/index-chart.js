// SPDX-License-Identifier: Apache-2.0
// The index of one observable over steps: read when it is first looked at, then kept up by the
// stream.

import {html, useCallback, useEffect, useMemo, useReducer, useRef, useState} from '../vendor/preact.js';
import * as indexChart from '../charts/index.js';
import {History} from '../history.js';
import {onEstimate, onReload} from '../live.js';
import {alertsActive, alertsPast, subscribe as onStore} from '../store.js';
import {Chart, useSeen} from '../ui/chart.js';
import {memo} from '../ui/memo.js';
import {Loading, Problem} from '../ui/states.js';

/** The alerts that are marked on a chart. */
function alertsOf(run, series, observable, attempt) {
  return alertsActive(run).concat(alertsPast(run)).filter(
    (alert) => alert.attempt === attempt && indexChart.concerns(alert, series, observable));
}

function Live({run, series, observable, group, limit, size, caption}) {
  const place = useRef(null);
  const seen = useSeen(place);
  const [attempt, setAttempt] = useState(null);
  const [fit, setFit] = useState('all');
  const [, again] = useReducer((n) => n + 1, 0);
  const history = useMemo(() => new History(run, series, observable, limit), [run, series, observable]);

  useEffect(() => {
    if (!seen) {
      return undefined;
    }
    history.load();
    let known = '';
    const ends = [
      onEstimate(run, series, observable, (event) => history.add(event.point)),
      onReload(() => history.load()),
      // Rendered anew only when more than points changes.
      history.subscribe(() => {
        const now = [history.loaded, history.points.length > 0, history.problem?.message, history.attempts()].join();
        if (now !== known) {
          known = now;
          again();
        }
      }),
    ];
    return () => {
      ends.forEach((end) => end());
      history.close();
    };
  }, [seen, history]);

  const source = useCallback(() => {
    const points = history.ofAttempt(attempt);
    return points.length === 0
      ? null
      : indexChart.model(points, alertsOf(run, series, observable, points[0].attempt), fit);
  }, [history, attempt, fit]);
  const subscribe = useCallback((touch) => {
    const ends = [history.subscribe(touch), onStore(['alerts'], touch)];
    return () => ends.forEach((end) => end());
  }, [history]);

  const attempts = history.attempts();
  const empty = history.points.length === 0;
  return html`<div class="index-chart" ref=${place}>
    ${attempts.length > 1 && html`<label class="attempt">Attempt
      <select data-test="attempt" value=${attempt ?? attempts[attempts.length - 1]}
        onChange=${(event) => {
          const chosen = Number(event.target.value);
          setAttempt(chosen === attempts[attempts.length - 1] ? null : chosen);
        }}>
        ${attempts.map((each) => html`<option value=${each}>${each}</option>`)}
      </select></label>`}
    <${Chart} def=${indexChart} source=${source} subscribe=${subscribe} group=${group} size=${size}
      test="chart-index" tools=${html`<button type="button" class="button small" aria-pressed=${String(fit === 'index')}
        data-test="fit-index" title="Let only the index set the range; bounds outside are named at the edge"
        onClick=${() => setFit(fit === 'index' ? 'all' : 'index')}>Fit index</button>`} caption=${caption} label=${`Tail index of ${observable} of series ${series} over steps`}>
      ${empty && !history.problem && html`<div class="plot-over">${history.loaded
        ? html`<p class="quiet">No history yet.</p>` : html`<${Loading} what="Reading the history"/>`}</div>`}
      ${empty && history.problem && html`<div class="plot-over"><${Problem} error=${history.problem} level=${4}/></div>`}
    <//>
  </div>`;
}

/** A chart of the index. */
export const IndexChart = memo(Live);
