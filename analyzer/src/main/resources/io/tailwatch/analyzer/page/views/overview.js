// SPDX-License-Identifier: Apache-2.0
// All runs: what fires first, then every run with where it stands.

import {html, useState} from '../vendor/preact.js';
import {compact, integer} from '../format.js';
import {alertsActive, connection, isRunStale, loading, runEntries, useStore} from '../store.js';
import {Alerts} from '../ui/alerts.js';
import {Verdict} from '../ui/basics.js';
import {Loading, NoRuns, Problem, Refused} from '../ui/states.js';
import {ofRun, rank} from '../verdicts.js';
import {RunTable} from './overview-table.js';

const MOST_ALERTS = 6;

function Tile({label, value, detail, test}) {
  return html`<div class="tile" data-test=${test}>
    <span class="tile-value">${value}</span><span class="tile-label">${label}</span>
    ${detail && html`<span class="tile-detail">${detail}</span>`}
  </div>`;
}

function Summary({entries, active}) {
  const running = entries.filter(({run}) => run.state === 'running');
  const firing = active.filter((alert) => alert.state === 'firing').length;
  const codes = entries.map(({run}) => ofRun(run, active.filter((alert) => alert.run === run.run)));
  const worst = codes.sort((a, b) => rank(a) - rank(b))[0];
  let speed = 0;
  for (const {run} of running.filter((entry) => !isRunStale(entry.run))) {
    // Series of a run take their steps together.
    speed += Math.max(0, ...run.observables.map((each) => each.stepsPerSecond || 0));
  }
  return html`<div class="tiles" data-test="summary">
    <${Tile} label=${entries.length === 1 ? 'run' : 'runs'} value=${integer(entries.length)}
      detail=${`${running.length} running`} test="count-runs"/>
    <${Tile} label=${firing === 1 ? 'alert fires' : 'alerts fire'} value=${integer(firing)}
      detail=${active.length > firing ? `${active.length - firing} suspect` : 'none suspect'} test="count-firing"/>
    <${Tile} label="steps/s" value=${compact(speed)} detail="all running" test="count-speed"/>
    <div class="tile" data-test="worst"><span class="tile-chip"><${Verdict} code=${worst}/></span><span
      class="tile-label">worst verdict</span></div>
  </div>`;
}

function ActiveAlerts({active}) {
  const [all, setAll] = useState(false);
  return html`<section class="block" aria-labelledby="alerts-heading" data-test="active-alerts">
    <h2 id="alerts-heading">Active alerts</h2>
    <${Alerts} alerts=${active} withRun most=${all ? Infinity : MOST_ALERTS}/>
    ${active.length > MOST_ALERTS && html`<button type="button" class="button small"
      onClick=${() => setAll(!all)}>${all ? 'Show fewer' : `Show all ${active.length}`}</button>`}
  </section>`;
}

/** The overview. */
export function Overview() {
  useStore('runs', 'alerts', 'connection', 'clock');
  const entries = runEntries();
  const active = alertsActive();
  if (connection.state === 'refused') {
    return html`<div><h1 tabindex="-1">Runs</h1><${Refused} error=${connection.problem}/></div>`;
  }
  return html`<div class="overview">
    <h1 tabindex="-1" class=${entries.length > 0 ? 'unseen' : ''}>Runs</h1>
    ${!loading.runs && loading.problem && html`<${Problem} error=${loading.problem}
      what="The analyzer is still reading what it has published"/>`}
    ${!loading.runs && !loading.problem && html`<${Loading} what="Reading the runs"/>`}
    ${loading.runs && entries.length === 0 && html`<${NoRuns}/>`}
    ${entries.length > 0 && html`<${Summary} entries=${entries} active=${active}/>`}
    ${active.length > 0 && html`<${ActiveAlerts} active=${active}/>`}
    ${entries.length > 0 && html`<${RunTable} entries=${entries} active=${active}/>`}
  </div>`;
}
