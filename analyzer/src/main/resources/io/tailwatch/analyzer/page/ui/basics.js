// SPDX-License-Identifier: Apache-2.0
// The small parts that everything is made of.

import {html} from '../vendor/preact.js';
import {serverNow} from '../api.js';
import {ago, moment} from '../format.js';
import {alertState, alertTone, runState, verdict} from '../verdicts.js';
import {Icon} from './icons.js';

/**
 * A name as somebody gave it. It may hold anything, also marks that turn the direction of what
 * follows: it is text, isolated, and cut by the style when it is long; the title has it whole.
 */
export function Name({children, class: extra = ''}) {
  const text = String(children);
  return html`<bdi class=${`name ${extra}`} title=${text}>${text}</bdi>`;
}

/** A word with its tone. */
export function Chip({tone, word, title, test, value, small}) {
  return html`<span class=${`chip tone-${tone}${small ? ' small' : ''}`} title=${title}
    data-test=${test} data-value=${value}><${Icon} name=${tone} size=${small ? 11 : 13}/>${word}</span>`;
}

/** A verdict in words and colour. */
export function Verdict({code, small}) {
  const {word, tone, meaning} = verdict(code);
  return html`<${Chip} tone=${tone} word=${word} title=${meaning} test="verdict" value=${code}
    small=${small}/>`;
}

/** The state of a run. */
export function RunState({state, small}) {
  const {word, tone} = runState(state);
  return html`<${Chip} tone=${tone} word=${word} test="run-state" value=${state} small=${small}/>`;
}

/** The state of an alert. */
export function AlertState({alert, small}) {
  return html`<${Chip} tone=${alertTone(alert)} word=${alertState(alert.state)} test="alert-state"
    value=${alert.state} small=${small}/>`;
}

/** Nothing has come for long. */
export function Stale({since, small}) {
  return html`<${Chip} tone="warn" small=${small} test="stale" value="stale"
    word=${`Stale, last estimate ${ago(Date.now() - since)}`}
    title="The run is said to go on, but no estimate has come for much longer than usual."/>`;
}

/** A moment, as how long ago it was. */
export function Ago({iso}) {
  const time = Date.parse(iso);
  return Number.isNaN(time)
    ? null
    : html`<time datetime=${iso} title=${moment(iso)}>${ago(serverNow() - time)}</time>`;
}

/** A name and a value below each other. */
export function Fact({label, children, title, test}) {
  return html`<div class="fact" title=${title} data-test=${test}>
    <dt>${label}</dt><dd>${children}</dd></div>`;
}
