// SPDX-License-Identifier: Apache-2.0
// The table of runs: filtered, sorted, and drawn a hundred rows at a time.

import {Component, html, useEffect, useRef, useState} from '../vendor/preact.js';
import {Sparkline} from '../charts/sparkline.js';
import {compact, count, integer, interval, known, rate, value} from '../format.js';
import {runHash} from '../router.js';
import {isRunStale} from '../store.js';
import {Name, RunState, Stale, Verdict} from '../ui/basics.js';
import {Icon} from '../ui/icons.js';
import {CODES, ofRun, rank, RUN_STATES, runState, verdict, worst} from '../verdicts.js';

const STEP_ROWS = 100;

/** Rows do not change places more often than that while one looks at them. */
const REORDER_MILLIS = 3000;

/** What a row shows, from the entry of a run and its active alerts. */
function row({run, version}, alerts) {
  const observable = worst(run);
  return {
    run,
    version,
    observable,
    alerts,
    firing: alerts.filter((alert) => alert.state === 'firing').length,
    code: ofRun(run, alerts),
    stale: isRunStale(run),
    lastStep: Math.max(-1, ...run.observables.map((each) => each.lastStep ?? -1)),
    // Of what does not go on there is no speed.
    speed: run.state === 'running' && !isRunStale(run)
      ? Math.max(-1, ...run.observables.map((each) => each.stepsPerSecond ?? -1)) : -1,
  };
}

/** Whether a run has a text in one of its names. */
function mentions(run, text) {
  return [run.run, run.model, run.dataSet, run.optimizer, ...Object.entries(run.tags || {}).flat(),
    ...(run.series || [])].some((each) => String(each).toLowerCase().includes(text));
}

const byName = (a, b) => (a.run.run < b.run.run ? -1 : a.run.run > b.run.run ? 1 : 0);
const missing = (x, high) => (known(x) ? x : high ? Infinity : -Infinity);

/** Columns that can be sorted by; `first` is the direction that is asked for first. */
const SORTS = {
  attention: {
    label: 'Needs attention',
    compare: (a, b) => b.firing - a.firing || b.alerts.length - a.alerts.length || rank(a.code) - rank(b.code)
      || (a.run.state === 'running' ? 0 : 1) - (b.run.state === 'running' ? 0 : 1),
    first: 1,
  },
  name: {label: 'Run', compare: () => 0, first: 1},
  state: {label: 'State', compare: (a, b) => RUN_STATES.indexOf(a.run.state) - RUN_STATES.indexOf(b.run.state), first: 1},
  verdict: {label: 'Verdict', compare: (a, b) => rank(a.code) - rank(b.code), first: 1},
  index: {
    label: 'Tail index',
    compare: (a, b) => missing(a.observable?.index?.value, true) - missing(b.observable?.index?.value, true) || 0,
    first: 1,
  },
  rate: {
    label: 'Learning rate',
    compare: (a, b) => missing(a.observable?.learningRate) - missing(b.observable?.learningRate) || 0,
    first: -1,
  },
  speed: {label: 'Steps/s', compare: (a, b) => a.speed - b.speed, first: -1},
  step: {label: 'Last step', compare: (a, b) => a.lastStep - b.lastStep, first: -1},
};

function Head({column, sort, onSort, numeric, children}) {
  const active = sort.column === column;
  const direction = active ? (sort.direction > 0 ? 'ascending' : 'descending') : 'none';
  return html`<th scope="col" role="columnheader" aria-sort=${direction} class=${numeric ? 'numeric' : ''}>
    <button type="button" class="sort" data-test=${`sort-${column}`} onClick=${() => onSort(column)}>${
      children || SORTS[column].label}<${Icon} size=${11}
        name=${active ? (sort.direction > 0 ? 'up' : 'down') : 'both'}/></button></th>`;
}

/** A row; rendered only when its run has changed. */
class Row extends Component {
  shouldComponentUpdate({item, bucket}) {
    const before = this.seen;
    return before.version !== item.version || before.code !== item.code || before.stale !== item.stale
      || before.alerts !== item.alerts.length || before.firing !== item.firing || before.bucket !== bucket;
  }

  render({item, bucket}) {
    const {run, observable, code, stale, firing, alerts, version, speed, lastStep} = item;
    this.seen = {version, code, stale, alerts: alerts.length, firing, bucket};
    const series = new Set(run.observables.map((each) => each.series)).size;
    const about = [run.model, run.dataSet, run.optimizer].filter(Boolean).join(' \u00b7 ');
    return html`<tr role="row" class="run-row" data-test="run-row" data-run=${run.run} data-verdict=${code}>
      <th scope="row" role="rowheader" class="cell-run"><a class="row-link" href=${runHash(run.run)}><${Name}>${run.run}<//></a>
        <span class="about" title=${about}>${about || 'not described'}</span></th>
      <td role="cell" class="cell-state"><${RunState} state=${run.state} small/>${run.attempt > 1
        && html`<span class="quiet"> attempt ${run.attempt}</span>`}</td>
      <td role="cell" class="cell-verdict"><${Verdict} code=${code} small/>
        ${firing > 0 && html`<span class="chip small tone-warn" data-test="row-firing"><${Icon} name="warn" size=${11}/>${
          count(firing, 'alert fires', 'alerts fire')}</span>`}
        ${stale && html`<${Stale} since=${Math.max(...run.observables.map((each) => each.heardAt))} small/>`}</td>
      <td role="cell" class="cell-index">${observable
        ? html`<div class="spark-cell"><${Sparkline} points=${observable.sparkline} stale=${stale}/>
          <span class="spark-value"><b data-test="row-index">${value(observable.index)}</b><span class="quiet">${
            known(observable.index?.lower) ? interval(observable.index) : observable.reason || ''}</span></span></div>`
        : html`<span class="quiet">no estimate yet</span>`}
        ${observable && html`<span class="about" title=${`${observable.series} \u00b7 ${observable.observable}`}><bdi>${
          observable.series}</bdi> · ${observable.observable}${run.observables.length > 1
          ? `, worst of ${run.observables.length}${series > 1 ? ` in ${series} series` : ''}` : ''}</span>`}</td>
      <td role="cell" class="cell-rate numeric" data-label="Learning rate">${rate(observable?.learningRate)}</td>
      <td role="cell" class="cell-speed numeric" data-label="Steps/s">${speed >= 0 ? compact(speed) : '\u2013'}</td>
      <td role="cell" class="cell-step numeric" data-label="Last step" data-test="row-step">${
        lastStep >= 0 ? integer(lastStep) : '\u2013'}</td>
    </tr>`;
  }
}

function Toolbar({filter, setFilter, sort, onSort, codes, shown, all}) {
  return html`<div class="toolbar" role="search" aria-label="Filter runs">
    <label class="search"><span class="unseen">Filter by name, model, data set, tag or series</span>
      <${Icon} name="search"/>
      <input type="search" placeholder="Filter runs" value=${filter.text} data-test="filter-text" spellcheck=${false}
        onInput=${(event) => setFilter({...filter, text: event.target.value})}/></label>
    <label class="select"><span class="unseen">State</span>
      <select data-test="filter-state" value=${filter.state}
        onChange=${(event) => setFilter({...filter, state: event.target.value})}>
        <option value="">Any state</option>
        ${RUN_STATES.map((state) => html`<option value=${state}>${runState(state).word}</option>`)}
      </select></label>
    <label class="select"><span class="unseen">Verdict</span>
      <select data-test="filter-verdict" value=${filter.code}
        onChange=${(event) => setFilter({...filter, code: event.target.value})}>
        <option value="">Any verdict</option>
        ${CODES.filter((code) => codes.has(code) || code === filter.code).map(
          (code) => html`<option value=${code}>${verdict(code).word}</option>`)}
      </select></label>
    <label class="select sort-select"><span class="unseen">Sort by</span>
      <select data-test="sort" value=${sort.column} onChange=${(event) => onSort(event.target.value)}>
        ${Object.entries(SORTS).map(([name, each]) => html`<option value=${name}>${
          name === 'attention' ? 'Sort by attention' : `Sort by ${each.label.toLowerCase()}`}</option>`)}
      </select></label>
    <span class="quiet" role="status" data-test="shown">${shown === all
      ? count(all, 'run') : `${integer(shown)} of ${count(all, 'run')}`}</span>
  </div>`;
}

/** Names in the order they are shown; it holds still for a while, and while the pointer is there. */
function useOrder(items, sort) {
  const held = useRef({names: [], at: 0, key: ''});
  const {compare} = SORTS[sort.column];
  const key = `${sort.column} ${sort.direction}`;
  const mine = held.current;
  const now = Date.now();
  const same = mine.key === key && mine.names.length === items.length
    && items.every((item) => mine.places.has(item.run.run));
  if (!same || (now - mine.at > REORDER_MILLIS && !mine.busy)) {
    const sorted = [...items].sort((a, b) => sort.direction * compare(a, b) || byName(a, b) * (sort.column === 'name' ? sort.direction : 1));
    mine.names = sorted.map((item) => item.run.run);
    mine.places = new Map(mine.names.map((name, i) => [name, i]));
    mine.at = now;
    mine.key = key;
    return [sorted, mine];
  }
  return [[...items].sort((a, b) => mine.places.get(a.run.run) - mine.places.get(b.run.run)), mine];
}

/** The table with its filters. */
export function RunTable({entries, active}) {
  const [filter, setFilter] = useState({text: '', state: '', code: ''});
  const [sort, setSort] = useState({column: 'attention', direction: 1});
  const [most, setMost] = useState(STEP_ROWS);
  const more = useRef(null);

  const alertsByRun = new Map();
  for (const alert of active) {
    alertsByRun.set(alert.run, (alertsByRun.get(alert.run) || []).concat(alert));
  }
  const rows = entries.map((entry) => row(entry, alertsByRun.get(entry.run.run) || []));
  const wanted = filter.text.trim().toLowerCase();
  const found = rows.filter((item) => (!wanted || mentions(item.run, wanted))
    && (!filter.state || item.run.state === filter.state) && (!filter.code || item.code === filter.code));
  const [sorted, order] = useOrder(found, sort);
  const shown = sorted.slice(0, most);
  const onSort = (column) => setSort((before) => ({
    column,
    direction: before.column === column && column !== 'attention' ? -before.direction : SORTS[column].first,
  }));

  const hidden = sorted.length - shown.length;
  useEffect(() => {
    if (hidden <= 0 || !more.current) {
      return undefined;
    }
    const sight = new IntersectionObserver((seen) => {
      if (seen.some((each) => each.isIntersecting)) {
        setMost((before) => before + STEP_ROWS);
      }
    }, {rootMargin: '600px'});
    sight.observe(more.current);
    return () => sight.disconnect();
  }, [hidden > 0, most]);

  // Words like "12 s ago" change without an event.
  const bucket = Math.floor(Date.now() / 15000);
  const busy = (value) => () => {
    order.busy = value;
  };
  return html`<section class="block" aria-labelledby="runs-heading">
    <h2 id="runs-heading">Runs</h2>
    <${Toolbar} filter=${filter} setFilter=${setFilter} sort=${sort} onSort=${onSort}
      codes=${new Set(rows.map((item) => item.code))} shown=${found.length} all=${rows.length}/>
    ${found.length === 0
      ? html`<p class="nothing" data-test="nothing-found">No run matches. <button type="button" class="link"
          onClick=${() => setFilter({text: '', state: '', code: ''})}>Show all</button></p>`
      : html`<table class="runs" role="table" data-test="runs" aria-labelledby="runs-heading" onMouseEnter=${busy(true)}
          onMouseLeave=${busy(false)} onfocusin=${busy(true)} onfocusout=${busy(false)}>
        <thead role="rowgroup"><tr role="row">
          <${Head} column="name" sort=${sort} onSort=${onSort}/>
          <${Head} column="state" sort=${sort} onSort=${onSort}/>
          <${Head} column="verdict" sort=${sort} onSort=${onSort}/>
          <${Head} column="index" sort=${sort} onSort=${onSort}/>
          <${Head} column="rate" sort=${sort} onSort=${onSort} numeric/>
          <${Head} column="speed" sort=${sort} onSort=${onSort} numeric/>
          <${Head} column="step" sort=${sort} onSort=${onSort} numeric/>
        </tr></thead>
        <tbody role="rowgroup">
          ${shown.map((item) => html`<${Row} key=${item.run.run} item=${item} bucket=${bucket}/>`)}
        </tbody>
      </table>`}
    ${hidden > 0 && html`<p class="more" ref=${more}><button type="button" class="button"
      onClick=${() => setMost(most + STEP_ROWS)}>Show ${Math.min(hidden, STEP_ROWS)} more</button></p>`}
  </section>`;
}
