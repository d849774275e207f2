// SPDX-License-Identifier: Apache-2.0
// The plots of the live window: Hill, survival function, quantiles.

import {html, useCallback, useState} from '../vendor/preact.js';
import {get, observableUrl} from '../api.js';
import * as ccdf from '../charts/ccdf.js';
import * as hill from '../charts/hill.js';
import * as qq from '../charts/qq.js';
import {integer, known, sentence, significant} from '../format.js';
import {Chart} from '../ui/chart.js';
import {useRefreshed} from '../ui/refreshed.js';
import {Loading, Notice, Problem} from '../ui/states.js';
import {rule as ruleWord} from '../verdicts.js';
import {Downloads} from './series-numbers.js';

/** Points of a curve. */
const POINTS = 200;

function usePlot(kind, {run, series, observable}) {
  const read = useCallback(
    (signal) => get(observableUrl(run, series, observable, kind, {points: POINTS}), signal),
    [run, series, observable, kind]);
  return useRefreshed(read, run, series, observable);
}

/** A plot, or why there is none. */
function Panel({kind, title, what, state, empty, extra, children}) {
  const {value: view, error} = state;
  return html`<section class="block panel" aria-label=${title} data-test=${`panel-${kind}`}>
    <div class="block-head"><h2>${title}</h2>${extra}<${Downloads} ...${what} below=${kind} query=${{points: POINTS}} label=${title}/></div>
    ${error && (error.status === 503
      ? html`<${Notice} tone="wait" level=${3} title="The window cannot be read now" test="moving"><p>The window is being
          moved, or whoever has it is busy; trying again.</p><p>${sentence(error.message)}</p><//>`
      : html`<${Problem} error=${error} level=${3}/>`)}
    ${!view && !error && html`<${Loading} what="Reading the window"/>`}
    ${view && empty && html`<${Notice} tone="wait" level=${3} title="No points" test="no-points"><p>${empty}</p><//>`}
    ${view && !empty && children}
  </section>`;
}

function Rules({view}) {
  return html`<details class="as-text rules" data-test="rules"><summary>Other rules${known(view.disagreement)
      ? `: their readings differ by up to ${significant(100 * view.disagreement, 2)} %` : ''}</summary>
    <table class="numbers"><thead><tr><th scope="col">rule</th><th scope="col">k</th><th scope="col">reading</th></tr></thead>
      <tbody>${view.rules.map((each) => html`<tr key=${each.rule}><th scope="row" title=${each.rule}>${ruleWord(each.rule)}</th>
        <td>${known(each.k) ? integer(each.k) : ''}</td><td>${known(each.reading)
        ? significant(each.reading, 4) : html`<span class="quiet">${each.reason}</span>`}</td></tr>`)}</tbody></table>
  </details>`;
}

function Hill({what, theory}) {
  const state = usePlot('hill', what);
  const view = state.value;
  const source = useCallback(() => view && hill.model(view, theory), [view, theory]);
  return html`<${Panel} kind="hill" title="Hill plot" what=${what} state=${state}
      empty=${view && view.points.length === 0 ? view.reason || 'The window has no tail to read.' : null}>
    <${Chart} def=${hill} source=${source} label="Hill plot: the reading against the number of exceedances" test="chart-hill"
      caption="Where the curve is level, the tail is a power law and its height the reading; a curve that keeps falling to the right has left the tail. The index is the reading corrected for its bias, so the band of theory may lie above a curve that agrees with it."/>
    ${view && html`<${Rules} view=${view}/>`}
  <//>`;
}

function Ccdf({what}) {
  const state = usePlot('ccdf', what);
  const [side, setSide] = useState('abs');
  const view = state.value;
  const sides = view ? view.sides.map((each) => each.side) : [];
  const shown = sides.includes(side) ? side : 'abs';
  const source = useCallback(() => view && ccdf.model(view, shown), [view, shown]);
  const missing = view && [view.theory?.reason, view.fit?.reason && `no Student t was fitted: ${view.fit.reason}`].filter(Boolean);
  return html`<${Panel} kind="ccdf" title="Survival function" what=${what} state=${state}
      empty=${view && !(view.sides[0]?.points.length > 0) ? view.reason || 'The window holds no sample.' : null}
      extra=${sides.length > 1 && html`<span class="switch" role="group" aria-label="Side">${sides.map((each) => html`<button
        type="button" key=${each} aria-pressed=${String(each === shown)} data-test=${`side-${each}`}
        onClick=${() => setSide(each)}>${ccdf.SIDES[each] || each}</button>`)}</span>`}>
    <${Chart} def=${ccdf} source=${source} label="Survival function on logarithmic axes" test="chart-ccdf"
      caption="A power law falls along a straight line, the steeper the larger its index. From the threshold u on, the points should follow the curve of the theory that holds."/>
    ${missing && missing.length > 0 && html`<p class="quiet" data-test="ccdf-missing">${missing.join('; ')}.</p>`}
  <//>`;
}

function Qq({what}) {
  const state = usePlot('qq', what);
  const view = state.value;
  return html`<${Panel} kind="qq" title="Quantiles against fitted laws" what=${what} state=${state}
      empty=${view && view.points.length === 0 ? view.reason || 'The window holds no sample.' : null}>
    <div class="pair">
      ${view && Object.keys(qq.LAWS).map((law) => html`<${QqLaw} key=${law} view=${view} law=${law}/>`)}
    </div>
  <//>`;
}

function QqLaw({view, law}) {
  const name = qq.LAWS[law];
  const fit = view[law];
  const words = qq.fitWords(fit);
  const source = useCallback(() => qq.model(view, law), [view, law]);
  return html`<div class="pair-part" data-test=${`qq-${law}`}>
    <h3>${name}</h3>
    ${words
      ? html`<${Chart} def=${qq} source=${source} test=${`chart-qq-${law}`} size="square"
          label=${`Quantiles of the window against those of the fitted ${name}`}
          caption=${`Points on the dashed line: the window is distributed as ${name}. Ends that are steeper than the line: heavier tails than the law's. Both axes are logarithmic away from 0.`}>
          <p class="quiet fit">Fitted by ${fit.method}, at bucket resolution: ${words}.</p><//>`
      : html`<${Notice} tone="mute" level=${4} title=${`No ${name} was fitted`} test="no-fit"><p>${fit?.reason || 'No reason was given.'}</p><//>`}
  </div>`;
}

/** All plots. */
export function Plots({run, series, observable, theory}) {
  const what = {run, series, observable};
  return html`<div class="panels">
    <${Hill} what=${what} theory=${theory}/>
    <${Ccdf} what=${what}/>
    <${Qq} what=${what}/>
  </div>`;
}
