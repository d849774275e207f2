// SPDX-License-Identifier: Apache-2.0
// The shell: which view is shown, and what the stream follows for it.

import {html, render, useEffect, useErrorBoundary, useRef, useState} from './vendor/preact.js';
import {follow} from './live.js';
import {HOME, parse} from './router.js';
import {announce} from './store.js';
import {Header, Trouble} from './ui/header.js';
import {Notice, Problem} from './ui/states.js';
import {Overview} from './views/overview.js';
import {RunPage} from './views/run.js';
import {SeriesPage} from './views/series.js';

function titleOf(route) {
  const parts = route.view === 'run' ? [route.run]
    : route.view === 'series' ? [`${route.series} \u00b7 ${route.observable}`, route.run] : [];
  return [...parts, 'TailWatch'].join(' | ');
}

/** The run that a view is about; null when it is about all. */
function followed(route) {
  return route.view === 'run' || route.view === 'series' ? route.run : null;
}

function View({route}) {
  const [error, again] = useErrorBoundary((problem) => console.error(problem));
  if (error) {
    return html`<div><${Problem} error=${error}/><button type="button" class="button" onClick=${again}>Try again</button></div>`;
  }
  if (route.view === 'overview') {
    return html`<${Overview}/>`;
  }
  if (route.view === 'run') {
    return html`<${RunPage} key=${route.run} name=${route.run}/>`;
  }
  if (route.view === 'series') {
    const {run, series, observable} = route;
    return html`<${SeriesPage} key=${JSON.stringify([run, series, observable])} name=${run} series=${series}
      observable=${observable}/>`;
  }
  return html`<div><h1 tabindex="-1">Nothing here</h1><${Notice} tone="note" title="This address leads nowhere" test="lost">
    <p><a href=${HOME}>All runs</a></p><//></div>`;
}

function App() {
  const [route, setRoute] = useState(parse(location.hash));
  const main = useRef(null);
  const first = useRef(true);

  useEffect(() => {
    const moved = () => setRoute(parse(location.hash));
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);

  const address = JSON.stringify(route);
  useEffect(() => {
    follow(followed(route));
    if (first.current) {
      first.current = false;
      return;
    }
    // As after a real change of page: at the top, and told.
    scrollTo(0, 0);
    main.current?.querySelector('h1')?.focus({preventScroll: true});
    announce(titleOf(route));
  }, [address]);

  return html`<div class="shell">
    <${Header} route=${route} title=${titleOf(route)}/>
    <${Trouble}/>
    <main class="page" id="main" tabindex="-1" ref=${main}><${View} key=${address} route=${route}/>
      <p class="unseen" id="plot-help">Arrow keys move along the curve, plus and minus zoom, Escape shows everything
        again.</p></main>
    <footer class="foot"><span>TailWatch reads committed estimates; plots of windows are live.</span>
      <span><a href=${new URL('../api/v1', import.meta.url).href}>API</a><a
        href=${new URL('../api/v1/openapi.json', import.meta.url).href}>OpenAPI</a><a
        href=${new URL('../metrics', import.meta.url).href}>Metrics</a></span></footer>
  </div>`;
}

// The hash belongs to the views, so the link cannot lead to the main part by itself.
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main')?.focus();
});

// At once: what is read first should not wait for the first rendering.
follow(followed(parse(location.hash)));

const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App}/>`, root);
