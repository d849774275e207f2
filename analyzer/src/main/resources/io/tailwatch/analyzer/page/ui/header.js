// SPDX-License-Identifier: Apache-2.0
// The bar at the top: where one is, whether the page is live, how many alerts fire, the theme.

import {html, useEffect, useState} from '../vendor/preact.js';
import {chooseTheme, chosenTheme} from '../charts/palette.js';
import {ago, sentence} from '../format.js';
import {HOME, runHash} from '../router.js';
import {alertsActive, connection, isQuiet, loading, runEntries, useStore} from '../store.js';
import {Name} from './basics.js';
import {Icon} from './icons.js';

const STATES = {
  connecting: {word: 'Connecting', tone: 'wait', title: 'The stream of events is being opened.'},
  live: {word: 'Live', tone: 'live', title: 'Estimates appear here as they are made.'},
  stale: {
    word: 'Stale', tone: 'warn',
    title: 'Connected, but no estimate has come for a while, though a run is said to go on.',
  },
  reconnecting: {
    word: 'Reconnecting', tone: 'warn',
    title: 'The connection is lost. What is shown is the last that was known; trying again by itself.',
  },
  refused: {word: 'Not allowed', tone: 'danger', title: 'The analyzer asks for a token.'},
};

/** `connecting`, `live`, `stale`, `reconnecting` or `refused`. */
export function connectionState() {
  return connection.state === 'live' && isQuiet() ? 'stale' : connection.state;
}

function Connection() {
  const state = connectionState();
  const {word, tone, title} = STATES[state];
  const since = state === 'stale' || state === 'reconnecting'
    ? `, last heard ${ago(Date.now() - connection.heardAt)}` : '';
  return html`<span class=${`connection tone-${tone}`} role="status" data-test="connection"
    data-value=${state} title=${title}><${Icon} name=${tone} size=${12}/><span>${word}</span><span
      class="connection-since" aria-hidden="true">${since}</span></span>`;
}

const THEMES = ['system', 'light', 'dark'];
const THEME_ICONS = {system: 'system', light: 'sun', dark: 'moon'};

function Theme() {
  const [theme, setTheme] = useState(chosenTheme());
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  const words = {system: 'as the system', light: 'light', dark: 'dark'};
  return html`<button type="button" class="icon-button" data-test="theme" data-value=${theme}
    aria-label=${`Theme: ${words[theme]}. Change to ${words[next]}`} title=${`Theme: ${words[theme]}`}
    onClick=${() => {
      chooseTheme(next);
      setTheme(next);
    }}><${Icon} name=${THEME_ICONS[theme]} size=${16}/></button>`;
}

function Crumbs({route}) {
  if (route.view !== 'run' && route.view !== 'series') {
    return null;
  }
  return html`<nav class="crumbs" aria-label="Where you are"><ol>
    <li><a href=${HOME}>Runs</a></li>
    ${route.view === 'run'
      ? html`<li aria-current="page"><${Name}>${route.run}<//></li>`
      : html`<li><a href=${runHash(route.run)}><${Name}>${route.run}<//></a></li>
        <li aria-current="page"><${Name}>${`${route.series} \u00b7 ${route.observable}`}<//></li>`}
  </ol></nav>`;
}

/** What keeps the page from being up to date. */
export function Trouble() {
  useStore('connection');
  // Where nothing is known yet, the views say so themselves.
  const shown = loading.problem && connection.state !== 'refused' && runEntries().length > 0;
  return html`<div role="status">${shown && html`<p class="trouble" data-test="trouble">${
    sentence(loading.problem.message)} What is shown is the last that was known; trying again.</p>`}</div>`;
}

/** The bar. */
export function Header({route, title}) {
  useStore('connection', 'clock', 'alerts');
  const firing = alertsActive().filter((alert) => alert.state === 'firing').length;
  useEffect(() => {
    document.title = firing > 0 ? `(${firing}) ${title}` : title;
  }, [firing, title]);
  return html`<header class="top">
    <a class="brand" href=${HOME} aria-label="TailWatch, all runs">
      <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true"><path class="brand-axes"
        d="M6 25V7M6 25h20"/><path class="brand-tail" d="M7 8c4 0 4.5 11 19 13.5"/></svg>
      <span>TailWatch</span></a>
    <${Crumbs} route=${route}/>
    <div class="top-right">
      ${firing > 0 && html`<a class="firing tone-warn" href=${HOME} data-test="firing-count"
        data-value=${firing}><${Icon} name="warn" size=${13}/>${firing}<span class="wide"> firing</span></a>`}
      <${Connection}/>
      <${Theme}/>
    </div>
  </header>`;
}
