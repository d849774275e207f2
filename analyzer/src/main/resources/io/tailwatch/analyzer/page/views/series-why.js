// SPDX-License-Identifier: Apache-2.0
// Why a verdict is what it is: the sentence, the numbers that it rests on, what weakens it, and the
// assumptions of the bound.

import {html} from '../vendor/preact.js';
import {index, integer, interval, known, percent, significant, value} from '../format.js';
import {Fact, Verdict} from '../ui/basics.js';
import {Icon} from '../ui/icons.js';
import {effective, verdict} from '../verdicts.js';

const HOLDS = {
  true: {tone: 'ok', word: 'holds'},
  false: {tone: 'warn', word: 'fails'},
  null: {tone: 'mute', word: 'not known'},
};

function Assumptions({assumptions}) {
  if (!assumptions || assumptions.length === 0) {
    return null;
  }
  // Those that fail first.
  const order = {false: 0, null: 1, true: 2};
  const sorted = [...assumptions].sort((a, b) => order[String(a.holds ?? null)] - order[String(b.holds ?? null)]);
  return html`<div data-test="assumptions">
    <h3>What the bound assumes</h3>
    <ul class="checks">
      ${sorted.map((each) => {
        const {tone, word} = HOLDS[String(each.holds ?? null)];
        return html`<li key=${each.code} class=${`tone-${tone}`} data-test="assumption" data-code=${each.code}
          data-holds=${String(each.holds ?? null)}><${Icon} name=${tone}/><span><strong>${word}</strong> ${each.text}</span></li>`;
      })}
    </ul>
  </div>`;
}

function Warnings({warnings}) {
  return warnings.length === 0 ? null : html`<div data-test="warnings">
    <h3>What weakens it</h3>
    <ul class="checks">
      ${warnings.map((each) => html`<li key=${each.code} class="tone-note" data-test="warning" data-code=${each.code}><${Icon}
        name="note"/><span><strong>${each.code}</strong> ${each.message}</span></li>`)}
    </ul>
  </div>`;
}

/** How theory stands. */
function Theory({theory}) {
  if (!theory) {
    return null;
  }
  const band = known(theory.lower) && known(theory.upper) ? `${index(theory.lower)} to ${index(theory.upper)}` : null;
  return html`<div>
    <h3>What theory says</h3>
    <dl class="facts tight">
      <${Fact} label="hSGD band" title="Bounds of the index of homogenized SGD">${band || 'not known'}<//>
      <${Fact} label="eta-star" title="Upper bound in closed form">${index(theory.etaStar)}<//>
      <${Fact} label="Kesten index" title="The index of SGD itself on these data">${known(theory.kesten)
        ? `${index(theory.kesten)}${theory.kestenStandardError > 0 ? ` \u00b1 ${significant(theory.kestenStandardError, 2)}` : ''}`
        : theory.kestenStatus === 'contractive' ? 'none: no power law'
          : theory.kestenStatus === 'pending' ? 'being computed' : 'not known'}<//>
      ${known(theory.gamma2) && html`<${Fact} label="Rate of infinite variance"
        title="Learning rate from which on hSGD has infinite variance">${significant(theory.gamma2, 4)}<//>`}
    </dl>
    ${theory.reason && html`<p class="quiet">${theory.reason}.</p>`}
  </div>`;
}

/** The panel. */
export function Why({estimate}) {
  const code = effective(estimate);
  return html`<section class="block why" aria-labelledby="why-heading" data-test="why">
    <h2 id="why-heading">Why this verdict</h2>
    <p class="why-verdict"><${Verdict} code=${code}/>${code !== estimate.verdict
      && html`<${Verdict} code=${estimate.verdict}/>`}</p>
    <p class="sentence" data-test="sentence">${estimate.sentence}</p>
    <p class="quiet">${verdict(code).meaning}${estimate.reason && estimate.reason !== estimate.verdict
      ? ` Reason: ${estimate.reason}.` : ''}</p>
    <dl class="facts tight" data-test="why-facts">
      <${Fact} label="Index" title="The reading, corrected for its bias; model: a Student-t body">${value(estimate.index)} <span
        class="quiet">${interval(estimate.index)}</span><//>
      <${Fact} label="Reading" title="Hill at a fixed share of the samples, as it is">${value(estimate.reading)} <span
        class="quiet">${interval(estimate.reading)}</span><//>
      <${Fact} label="Samples n" title="Finite samples in the window">${integer(estimate.samples)}<//>
      <${Fact} label="Exceedances k" title="Samples beyond the threshold">${integer(estimate.exceedances)} <span
        class="quiet">${percent(estimate.tailFraction)}</span><//>
      <${Fact} label="Threshold u" title="Where the tail begins">${significant(estimate.threshold, 4)}<//>
      <${Fact} label="Dependence factor" title="How many samples count as much as one independent one">${
        significant(estimate.dependenceFactor)}<//>
      <${Fact} label="Effective samples" title="Independent samples that would say as much">${
        integer(estimate.effectiveSamples)}<//>
      <${Fact} label="Window" title="Panes in it, of those it will have">${integer(estimate.panes)} of ${
        integer(estimate.windowPanes)} panes<//>
    </dl>
    <${Theory} theory=${estimate.theory}/>
    <${Warnings} warnings=${estimate.warnings || []}/>
    <${Assumptions} assumptions=${estimate.assumptions}/>
  </section>`;
}
