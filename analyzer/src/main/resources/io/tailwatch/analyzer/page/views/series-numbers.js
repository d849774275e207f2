// SPDX-License-Identifier: Apache-2.0
// All numbers of an estimate as a table, and everything as CSV and JSON.

import {html} from '../vendor/preact.js';
import {observableUrl} from '../api.js';
import {integer, interval, known, moment, NONE, percent, rate, significant, value} from '../format.js';
import {Icon} from '../ui/icons.js';

const POINTS = {hill: 1000, ccdf: 1000, qq: 1000};

/** Links to one thing as CSV and as JSON. */
export function Downloads({run, series, observable, below = '', query = {}, label}) {
  const to = (more) => observableUrl(run, series, observable, below, {...query, ...more}).href;
  return html`<span class="downloads"><span class="unseen">Download ${label}:</span>
    <a href=${to({format: 'csv'})} download data-test=${`csv-${below || 'estimate'}`}
      aria-label=${`${label} as CSV`}><${Icon} name="save" size=${12}/>CSV</a>
    <a href=${to({format: 'json', download: 'true'})} download data-test=${`json-${below || 'estimate'}`}
      aria-label=${`${label} as JSON`}><${Icon} name="save" size=${12}/>JSON</a></span>`;
}

function rows(estimate) {
  const theory = estimate.theory || {};
  return [
    ['Tail index', value(estimate.index), interval(estimate.index), 'P(|X| > x) ~ x^-index; assumes a Student-t body'],
    ['Hill reading', value(estimate.reading), interval(estimate.reading), 'at the threshold, of |x|'],
    ['Left reading', value(estimate.leftReading), interval(estimate.leftReading), estimate.leftReading?.reason || ''],
    ['Right reading', value(estimate.rightReading), interval(estimate.rightReading), estimate.rightReading?.reason || ''],
    ['Bias-reduced index', significant(estimate.biasReducedIndex, 4), '', 'a second opinion, at the same threshold'],
    ['Moment gamma', significant(estimate.momentGamma?.value), interval(estimate.momentGamma),
      '1 / index at 5 % of the samples; 0 or less for light tails'],
    ['Exceedances k', integer(estimate.exceedances), '', ''],
    ['Threshold u', significant(estimate.threshold, 5), '', ''],
    ['Tail fraction', percent(estimate.tailFraction, 4), '', `asked for: ${percent(estimate.nominalTailFraction)}`],
    ['Sum of ln(x / u)', significant(estimate.sumLogExcess, 6), '', 'the reading is k over this'],
    ['Samples', integer(estimate.samples), '', `${integer(estimate.nonfiniteSamples)} not finite, ${integer(estimate.zeroSamples)} zero`],
    ['Effective samples', integer(estimate.effectiveSamples), '', ''],
    ['Dependence factor', significant(estimate.dependenceFactor, 4), '', ''],
    ['Panes', `${integer(estimate.panes)} of ${integer(estimate.windowPanes)}`, '', ''],
    ['Steps', `${integer(estimate.firstStep)} to ${integer(estimate.lastStep)}`, '',
      `${integer(estimate.missingSteps)} missing, ${integer(estimate.repeatedSteps)} repeated`],
    ['Learning rate', rate(estimate.learningRate), known(estimate.learningRateMin) && estimate.learningRateMin !== estimate.learningRateMax
      ? `${rate(estimate.learningRateMin)} to ${rate(estimate.learningRateMax)}` : '', ''],
    ['Batch size, ridge', `${integer(estimate.batchSize)}, ${significant(estimate.ridge)}`, '', ''],
    ['hSGD band', known(theory.lower) ? `${significant(theory.lower, 5)} to ${significant(theory.upper, 5)}` : NONE, '', ''],
    ['eta-star', significant(theory.etaStar, 5), '', ''],
    ['Lower bound of the norm', significant(theory.normLowerBound, 5), '', ''],
    ['Kesten index', significant(theory.kesten, 5), known(theory.kestenStandardError) && theory.kestenStandardError > 0
      ? `\u00b1 ${significant(theory.kestenStandardError, 2)}` : '', theory.kestenStatus || ''],
    ['Repeat bound', significant(theory.repeatBound, 5), '', ''],
    ['Attempt, pane', `${integer(estimate.attempt)}, ${integer(estimate.pane)}`, '', ''],
    ['Last vector taken', estimate.takenAt ? moment(estimate.takenAt) : NONE, '', ''],
    ['Estimated', estimate.estimatedAt ? moment(estimate.estimatedAt) : NONE, '', ''],
  ];
}

/** The table. */
export function Numbers({estimate}) {
  const {run, series, observable} = estimate;
  const what = {run, series, observable};
  return html`<section class="block" aria-labelledby="numbers-heading" data-test="numbers">
    <div class="block-head"><h2 id="numbers-heading">Numbers</h2>
      <dl class="download-list">
        <div><dt>Estimate</dt><dd><${Downloads} ...${what} label="Estimate"/></dd></div>
        <div><dt>History</dt><dd><${Downloads} ...${what} below="history" query=${{limit: 2000}} label="History"/></dd></div>
        <div><dt>Hill plot</dt><dd><${Downloads} ...${what} below="hill" query=${{points: POINTS.hill}} label="Hill plot"/></dd></div>
        <div><dt>Survival</dt><dd><${Downloads} ...${what} below="ccdf" query=${{points: POINTS.ccdf}} label="Survival function"/></dd></div>
        <div><dt>Quantiles</dt><dd><${Downloads} ...${what} below="qq" query=${{points: POINTS.qq}} label="Quantiles"/></dd></div>
      </dl></div>
    <div class="scroll" tabindex="0" role="group" aria-label="The numbers of the estimate">
      <table class="numbers wide">
        <thead><tr><th scope="col">Number</th><th scope="col">Value</th><th scope="col">95 % or range</th><th scope="col">Remark</th></tr></thead>
        <tbody>${rows(estimate).map(([name, each, range, remark]) => html`<tr key=${name}><th scope="row">${name}</th><td>${each}</td><td>${
          range === NONE ? '' : range}</td><td class="quiet remark">${remark}</td></tr>`)}</tbody>
      </table>
    </div>
  </section>`;
}
