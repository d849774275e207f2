// SPDX-License-Identifier: Apache-2.0
// Alerts as a list: what, where, since when, and what to do.

import {html} from '../vendor/preact.js';
import {integer} from '../format.js';
import {runHash, seriesHash} from '../router.js';
import {alertKind, alertTone} from '../verdicts.js';
import {Ago, AlertState, Name} from './basics.js';
import {Icon} from './icons.js';

/** Where an alert leads: to its observable, or to the run where it has none. */
function href(alert) {
  return alert.observable
    ? seriesHash(alert.run, alert.series, alert.observable)
    : runHash(alert.run);
}

function Alert({alert, withRun}) {
  const others = alert.groupedSeries?.length > 1 ? alert.groupedSeries.length - 1 : 0;
  const where = [alert.series, alert.observable].filter(Boolean).join(' \u00b7 ');
  return html`<li class=${`alert tone-${alertTone(alert)}`} data-test="alert" data-kind=${alert.kind}
      data-state=${alert.state}>
    <${Icon} name=${alertTone(alert)} size=${18}/>
    <div class="alert-body">
      <p class="alert-head"><strong>${alertKind(alert.kind)}</strong> <${AlertState} alert=${alert} small/>
        ${withRun && html`<a href=${runHash(alert.run)}><${Name}>${alert.run}<//></a>`}
        <a href=${href(alert)}><${Name}>${where}<//></a>${others > 0
          && html`<span class="quiet" title=${alert.groupedSeries.join(', ')}>and ${others} more series</span>`}
      </p>
      <p class="alert-sentence">${alert.sentence}</p>
      <p class="quiet">since step ${integer(alert.sinceStep)}, seen at step ${integer(alert.step)},
        ${' '}<${Ago} iso=${alert.raisedAt}/>${alert.severity === 'info' ? ', for information' : ''}</p>
    </div>
  </li>`;
}

/** A list of alerts. */
export function Alerts({alerts, withRun, most = Infinity}) {
  const shown = alerts.slice(0, most);
  return html`<ul class="alerts">
    ${shown.map((alert) => html`<${Alert} alert=${alert} withRun=${withRun}
      key=${`${alert.run}\u0000${alert.kind}\u0000${alert.pane}\u0000${alert.raisedAt}`}/>`)}
    ${alerts.length > shown.length
      && html`<li class="quiet">and ${alerts.length - shown.length} more</li>`}
  </ul>`;
}
