// SPDX-License-Identifier: Apache-2.0
// One run: what it is, its alerts, and the index of each of its series and observables over steps.

import {html, useEffect, useState} from '../vendor/preact.js';
import {ApiError} from '../api.js';
import {compact, count, integer, interval, known, moment, rate, value} from '../format.js';
import {HOME, seriesHash} from '../router.js';
import {
  alertsActive, alertsPast, connection, isStale, loading, loadRun, runEntry, useStore,
} from '../store.js';
import {Alerts} from '../ui/alerts.js';
import {Ago, Fact, Name, RunState, Stale, Verdict} from '../ui/basics.js';
import {BurnIn, Loading, NoEstimates, Notice, Problem, Refused} from '../ui/states.js';
import {effective, ofRun, rank} from '../verdicts.js';
import {IndexChart} from './index-chart.js';

/** Points of each chart: as many as it has pixels. */
const POINTS = 1000;

/** From so many charts on there is a filter. */
const MANY = 7;

const MOST_PAST = 20;

/** Reads a run that is not known yet, and says when there is none. */
export function useRun(name) {
  useStore(`run:${name}`, 'alerts', 'connection', 'clock');
  const [error, setError] = useState(null);
  const entry = runEntry(name);
  useEffect(() => {
    setError(null);
    if (runEntry(name)) {
      return undefined;
    }
    const abort = new AbortController();
    loadRun(name, abort.signal).catch((problem) => {
      if (!abort.signal.aborted) {
        setError(problem);
      }
    });
    return () => abort.abort();
  }, [name]);
  return {entry, error: entry ? null : error || loading.problem};
}

/** What is shown instead of a run that is not there. */
export function Missing({name, error}) {
  if (connection.state === 'refused') {
    return html`<${Refused} error=${connection.problem}/>`;
  }
  if (error instanceof ApiError && error.status === 404) {
    return html`<${Notice} tone="note" title="There is no such run" test="no-run">
      <p>The analyzer knows no run <${Name}>${name}<//>. It may have been forgotten: a run that ended is kept
        for as long as its entry in the directory, its series for an hour by default.</p>
      <p><a href=${HOME}>All runs</a></p>
    <//>`;
  }
  return error
    ? html`<${Problem} error=${error} what="The analyzer is still reading what it has published"/>`
    : html`<${Loading} what="Reading the run"/>`;
}

function Tags({tags}) {
  const entries = Object.entries(tags || {});
  return entries.length === 0 ? null : html`<ul class="tags" aria-label="Tags">
    ${entries.map(([name, each]) => html`<li key=${name}><${Name}>${name}<//><span aria-hidden="true">=</span><${Name}>${each}<//></li>`)}
  </ul>`;
}

function RunHead({run, code}) {
  const first = run.observables[0];
  const rates = [...new Set(run.observables.map((each) => each.learningRate).filter(known))];
  const last = Math.max(-1, ...run.observables.map((each) => each.lastStep ?? -1));
  const speed = Math.max(-1, ...run.observables.map((each) => each.stepsPerSecond ?? -1));
  return html`<header class="head">
    <div class="head-title">
      <h1 tabindex="-1"><${Name}>${run.run}<//></h1>
      <${RunState} state=${run.state}/><${Verdict} code=${code}/>
      ${first && isStale(run, first) && html`<${Stale} since=${first.heardAt}/>`}
    </div>
    <dl class="facts">
      <${Fact} label="Model">${run.model || 'not stated'}<//>
      <${Fact} label="Data set">${run.dataSet || 'not stated'}<//>
      <${Fact} label="Optimiser">${run.optimizer || 'not stated'}<//>
      <${Fact} label="Learning rate" test="run-rate">${rates.length > 1
        ? `${rate(Math.min(...rates))} to ${rate(Math.max(...rates))}` : rate(rates[0])}<//>
      <${Fact} label="Steps" test="run-steps">${last >= 0 ? integer(last) : '\u2013'}<//>
      <${Fact} label="Steps a second">${speed >= 0 ? compact(speed) : '\u2013'}<//>
      <${Fact} label="Attempt">${integer(run.attempt)}<//>
      <${Fact} label="Started" title=${run.startedAt ? moment(run.startedAt) : ''}>${
        run.startedAt ? html`<${Ago} iso=${run.startedAt}/>` : 'not stated'}<//>
      ${run.endedAt && html`<${Fact} label="Ended" title=${moment(run.endedAt)}><${Ago} iso=${run.endedAt}/><//>`}
    </dl>
    <${Tags} tags=${run.tags}/>
  </header>`;
}

function RunAlerts({name}) {
  const active = alertsActive(name);
  const past = alertsPast(name);
  return html`<section class="block" aria-labelledby="alerts-heading" data-test="run-alerts">
    ${active.length > 0
      ? html`<h2 id="alerts-heading">Alerts</h2><${Alerts} alerts=${active}/>`
      : html`<div class="block-head flush"><h2 id="alerts-heading">Alerts</h2>
        <p class="quiet" data-test="no-alerts">None active.</p></div>`}
    ${past.length > 0 && html`<details class="past" data-test="past-alerts">
      <summary>${count(past.length, 'alert')} of before</summary>
      <${Alerts} alerts=${past} most=${MOST_PAST}/>
    </details>`}
  </section>`;
}

function Card({run, observable}) {
  const code = effective(observable);
  const href = seriesHash(run.run, observable.series, observable.observable);
  const stale = isStale(run, observable);
  return html`<section class="card" data-test="series-card" data-series=${observable.series}
      data-observable=${observable.observable} data-verdict=${code}>
    <header class="card-head">
      <h3><a href=${href}><${Name}>${observable.series}<//><span class="dot" aria-hidden="true">·</span><span>${
        observable.observable}</span></a></h3>
      <span class="chips"><${Verdict} code=${code} small/>${stale && html`<${Stale} since=${observable.heardAt} small/>`}${
        observable.provisional && html`<span class="chip small tone-mute" title="Made by a pause, not by a full pane">Provisional</span>`}${
        observable.endOfSeries && html`<span class="chip small tone-done">Ended</span>`}</span>
      <span class="card-value"><b data-test="card-index">${value(observable.index)}</b>
        <span class="quiet">${known(observable.index?.lower) ? interval(observable.index) : ''}</span></span>
    </header>
    ${observable.verdict === 'burn-in' && html`<${BurnIn} observable=${observable}/>`}
    <${IndexChart} run=${run.run} series=${observable.series} observable=${observable.observable}
      group=${`run ${run.run}`} limit=${POINTS} size="middle"/>
    ${observable.verdict !== 'burn-in' && html`<p class="sentence">${observable.sentence}</p>`}
    <p class="card-foot"><a href=${href} data-test="open-series">Hill plot, distribution, why this verdict</a></p>
  </section>`;
}

function Charts({run}) {
  const [text, setText] = useState('');
  const [worstFirst, setWorstFirst] = useState(false);
  const wanted = text.trim().toLowerCase();
  let found = run.observables.filter(
    (each) => !wanted || `${each.series} ${each.observable}`.toLowerCase().includes(wanted));
  if (worstFirst) {
    found = [...found].sort((a, b) => rank(effective(a)) - rank(effective(b)));
  }
  return html`<section class="block" aria-labelledby="series-heading">
    <div class="block-head"><h2 id="series-heading">Tail index over steps</h2>
      <p class="quiet hint">Drag to zoom into all charts, double-click to see everything again.</p></div>
    ${run.observables.length >= MANY && html`<div class="toolbar" role="search" aria-label="Filter charts">
      <label class="search"><span class="unseen">Filter by series or observable</span>
        <input type="search" placeholder="Filter series" value=${text} data-test="filter-series" spellcheck=${false}
          onInput=${(event) => setText(event.target.value)}/></label>
      <label class="check"><input type="checkbox" checked=${worstFirst}
        onChange=${(event) => setWorstFirst(event.target.checked)}/> Worst verdict first</label>
      <span class="quiet" role="status">${found.length} of ${count(run.observables.length, 'chart')}</span>
    </div>`}
    <div class="cards">
      ${found.map((each) => html`<${Card} key=${`${each.series}\u0000${each.observable}`} run=${run} observable=${each}/>`)}
    </div>
  </section>`;
}

/** The view of a run. */
export function RunPage({name}) {
  const {entry, error} = useRun(name);
  if (!entry) {
    return html`<div><h1 tabindex="-1"><${Name}>${name}<//></h1><${Missing} name=${name} error=${error}/></div>`;
  }
  const {run} = entry;
  const code = ofRun(run, alertsActive(name));
  return html`<div class="run" data-test="run-page">
    <${RunHead} run=${run} code=${code}/>
    ${run.observables.length === 0 && html`<${NoEstimates} run=${run}/>`}
    <${RunAlerts} name=${name}/>
    ${run.observables.length > 0 && html`<${Charts} run=${run}/>`}
  </div>`;
}
