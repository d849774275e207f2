// SPDX-License-Identifier: Apache-2.0
// What is shown where there is nothing to show yet, and what to do about it.

import {html} from '../vendor/preact.js';
import {ApiError} from '../api.js';
import {duration, sentence} from '../format.js';
import {retryNow} from '../live.js';
import {paneMillis} from '../store.js';
import {Icon} from './icons.js';

/** A box with a heading, words and perhaps things to do. */
export function Notice({tone = 'info', title, children, test, level = 2}) {
  const Heading = `h${level}`;
  return html`<section class=${`notice tone-${tone}`} data-test=${test}>
    <${Icon} name=${tone} size=${18}/>
    <div class="notice-body"><${Heading}>${title}<//>${children}</div>
  </section>`;
}

/** Something is being read. */
export function Loading({what = 'Loading'}) {
  return html`<p class="quiet loading" role="status">${what} ...</p>`;
}

/** What went wrong, and what happens next. */
export function Problem({error, what, again, level}) {
  if (!(error instanceof ApiError)) {
    return html`<${Notice} tone="danger" title="This page has failed" test="problem" level=${level}>
      <p>${String(error?.message || error)}. Reload the page; if it comes again, please report it.</p>
    <//>`;
  }
  if (error.status === 401 || error.status === 403) {
    return html`<${Refused} error=${error} level=${level}/>`;
  }
  if (error.status === 503) {
    return html`<${Notice} tone="wait" title=${what || 'Not ready yet'} test="problem-503" level=${level}>
      <p>${sentence(error.message)} Trying again by itself.</p>
    <//>`;
  }
  if (error.passing) {
    return html`<${Notice} tone="warn" title="The analyzer does not answer" test="problem-away" level=${level}>
      <p>${sentence(error.message)} Trying again by itself. What is shown is the last that was known.</p>
    <//>`;
  }
  return html`<${Notice} tone="note" title=${error.status === 404 ? 'There is no such thing' : 'That did not work'}
      test="problem" level=${level}>
    <p>${sentence(error.message)}</p>
    ${again && html`<p><button type="button" class="button" onClick=${again}>Try again</button></p>`}
  <//>`;
}

/** The analyzer wants to know who asks. */
export function Refused({error, level}) {
  return html`<${Notice} tone="warn" title="The analyzer asks who you are" test="problem-401" level=${level}>
    <p>It was started with a token, and this request came without it or with another one
      (${error.message}).</p>
    <p>Reload the page and give any user name and the token as the password when the browser asks;
      programs send <code>Authorization: Bearer TOKEN</code>. Whoever started the analyzer knows the
      token.</p>
    <p><button type="button" class="button" onClick=${retryNow}>Try again</button></p>
  <//>`;
}

/** There is no run. */
export function NoRuns() {
  return html`<section class="empty" data-test="empty-runs">
    <h2>No training has reported yet</h2>
    <p>This analyzer is up and waits for iterates. Three ways to give it some:</p>
    <div class="ways">
      <section>
        <h3>Watch a demonstration</h3>
        <p>A broker, a live training on real data and an analyzer in one process:</p>
        <pre><code>./tailwatch demo</code></pre>
      </section>
      <section>
        <h3>Train something small</h3>
        <p>A ridge regression that publishes its iterates to your broker:</p>
        <pre><code>./tailwatch train --data concrete \\
    --run first --rate 20000 \\
    --bootstrap-servers localhost:9092</code></pre>
      </section>
      <section>
        <h3>Watch your own training</h3>
        <p>Two lines in any loop on the JVM; it never blocks the training:</p>
        <pre><code>var publisher = IteratePublisher
    .builder("localhost:9092")
    .run("my-run").series("weights").open();
// ... in the loop:
publisher.publish(step, weights);</code></pre>
      </section>
    </div>
    <p class="quiet">A run appears here by itself, a few seconds after its first iterates. If it does
      not: <code>./tailwatch doctor</code> looks at broker and topics, <code>./tailwatch dead-letters</code>
      ${' '}at what was refused.</p>
  </section>`;
}

/** A run of which nothing is known yet but that it is there. */
export function NoEstimates({run}) {
  const ended = run.state === 'finished' || run.state === 'failed';
  return html`<section class="empty" data-test="empty-estimates">
    <h2>${ended ? 'The run ended without an estimate' : 'No estimate yet'}</h2>
    ${ended
      ? html`<p>It was too short: an estimate comes with each full pane of steps (3,125 by default).
          Train longer, or publish with shorter panes.</p>`
      : html`<p>The first estimate comes when the first pane of steps (3,125 by default) is full, and says
          how far the burn-in is. At 100 steps a second that takes half a minute.</p>
        <p class="quiet">Nothing after that? <code>./tailwatch dead-letters</code> shows what the analyzer
          refused, and why; a publisher logs how many samples it dropped.</p>`}
  </section>`;
}

/** How far the burn-in of an observable is. */
export function BurnIn({observable}) {
  const {panes, windowPanes} = observable;
  const gap = paneMillis(observable);
  const counted = windowPanes > 0;
  return html`<div class="burn-in" data-test="burn-in">
    <p>${observable.sentence}</p>
    ${counted && html`<p class="quiet"><progress max=${windowPanes} value=${panes || 0}
      aria-label="Panes in the window"></progress> ${panes || 0} of ${windowPanes} panes in the window${
        gap > 0 ? `, about ${duration(gap)} each` : ''}</p>`}
  </div>`;
}
