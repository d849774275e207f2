// SPDX-License-Identifier: Apache-2.0
// One observable of a series: why it is judged as it is, and the distribution behind the number.

import {html, useCallback} from '../vendor/preact.js';
import {ApiError, get, observableUrl} from '../api.js';
import {integer, interval, known, observableMeaning, sentence, value} from '../format.js';
import {HOME, runHash, seriesHash} from '../router.js';
import {alertsActive, isStale} from '../store.js';
import {Alerts} from '../ui/alerts.js';
import {Name, Stale, Verdict} from '../ui/basics.js';
import {useRefreshed} from '../ui/refreshed.js';
import {BurnIn, Loading, Notice, Problem} from '../ui/states.js';
import {concerns} from '../charts/index.js';
import {effective} from '../verdicts.js';
import {IndexChart} from './index-chart.js';
import {Missing, useRun} from './run.js';
import {Numbers} from './series-numbers.js';
import {Plots} from './series-plots.js';
import {Why} from './series-why.js';

function SeriesHead({run, series, observable, shown, found}) {
  const code = found ? effective(found) : shown ? effective(shown) : 'none';
  const index = found ? found.index : shown?.index;
  return html`<header class="head">
    <div class="head-title">
      <h1 tabindex="-1"><${Name}>${series}<//><span class="dot" aria-hidden="true">·</span><span>${observable}</span></h1>
      <${Verdict} code=${code}/>
      ${shown && isStale(run, shown) && html`<${Stale} since=${shown.heardAt}/>`}
      ${shown?.provisional && html`<span class="chip tone-mute" title="Made by a pause, not by a full pane">Provisional</span>`}
      ${shown?.endOfSeries && html`<span class="chip tone-done">Ended</span>`}
    </div>
    <div class="head-index">
      <b data-test="index">${value(index)}</b>
      <span class="quiet">${known(index?.lower)
        ? html`tail index, 95 %: <span data-test="index-interval">${interval(index)}</span>` : 'tail index'}
        ${shown && html`, at step <span data-test="last-step">${integer(shown.lastStep)}</span>`}</span>
    </div>
    <p class="quiet meaning">${observableMeaning(observable)}, of run <a href=${runHash(run.run)}><${Name}>${run.run}<//></a></p>
  </header>`;
}

/** The view of an observable. */
export function SeriesPage({name, series, observable}) {
  const {entry, error} = useRun(name);
  const read = useCallback(
    (signal) => get(observableUrl(name, series, observable), signal), [name, series, observable]);
  const {value: found, error: problem} = useRefreshed(read, name, series, observable);

  if (!entry) {
    return html`<div><h1 tabindex="-1"><${Name}>${series}<//></h1><${Missing} name=${name} error=${error}/></div>`;
  }
  const {run} = entry;
  const shown = run.observables.find((each) => each.series === series && each.observable === observable);
  const alerts = alertsActive(name).filter((alert) => concerns(alert, series, observable));
  if (!found && problem instanceof ApiError && problem.status === 404) {
    return html`<div><h1 tabindex="-1"><${Name}>${series}<//></h1>
      <${Notice} tone="note" title="There is no estimate of this" test="no-series">
        <p>${sentence(problem.message)}</p>
        <p>The run has: ${run.observables.length === 0 ? 'no estimates yet.' : run.observables.map((each) => html`<a
          class="spaced" href=${seriesHash(name, each.series, each.observable)}><${Name}>${
          `${each.series} \u00b7 ${each.observable}`}<//></a>`)}</p>
        <p><a href=${HOME}>All runs</a></p>
      <//></div>`;
  }
  return html`<div class="series" data-test="series-page">
    <${SeriesHead} run=${run} series=${series} observable=${observable} shown=${shown} found=${found}/>
    ${problem && html`<${Problem} error=${problem} what="The analyzer is still reading what it has published"/>`}
    ${alerts.length > 0 && html`<section class="block" aria-label="Active alerts"><${Alerts} alerts=${alerts}/></section>`}
    ${shown?.verdict === 'burn-in' && html`<${BurnIn} observable=${shown}/>`}
    <div class="series-top">
      ${found ? html`<${Why} estimate=${found}/>` : !problem && html`<section class="block why"><${Loading} what="Reading the estimate"/></section>`}
      <section class="block" aria-labelledby="history-heading">
        <h2 id="history-heading">Index over steps</h2>
        <${IndexChart} run=${name} series=${series} observable=${observable} size="tall"
          caption="The line is the index, its band the 95 % interval. Where the band meets that of hSGD, or lies between it and the Kesten index, theory and training agree."/>
      </section>
    </div>
    <${Plots} run=${name} series=${series} observable=${observable} theory=${found?.theory}/>
    ${found && html`<${Numbers} estimate=${found}/>`}
  </div>`;
}
