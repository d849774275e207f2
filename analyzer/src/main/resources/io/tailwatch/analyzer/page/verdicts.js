// SPDX-License-Identifier: Apache-2.0
// Verdicts, alerts and states of runs: their words, what they mean, how bad they are. A tone is a
// colour and an icon; the word always stands beside it.

/**
 * From worst to best. `infinite-variance` is a flag of other verdicts and `diverged` an alert, but
 * for whoever looks they are verdicts.
 */
const VERDICTS = {
  diverged: {
    word: 'Diverged', tone: 'danger',
    meaning: 'Values are not finite any more.',
  },
  'infinite-variance': {
    word: 'Infinite variance', tone: 'danger',
    meaning: 'The whole interval of the index is below 2: means and gradient norms do not settle.',
  },
  below: {
    word: 'Heavier than theory', tone: 'warn',
    meaning: 'The index is below the hSGD band and the Kesten index.',
  },
  'non-stationary': {
    word: 'Not stationary', tone: 'note',
    meaning: 'The level moves within the window: an index would describe a drift, not a law.',
  },
  above: {
    word: 'Lighter than theory', tone: 'note',
    meaning: 'The index is above the hSGD band and the Kesten index.',
  },
  undecided: {
    word: 'Undecided', tone: 'mute',
    meaning: 'The interval is too wide to compare, or the Kesten index is still being computed.',
  },
  undefined: {
    word: 'No index', tone: 'mute',
    meaning: 'The window gives no index; the reason is in the sentence.',
  },
  'no-theory': {
    word: 'Heavy, no theory', tone: 'info',
    meaning: 'There is an index, but no bound is known for this optimiser or problem.',
  },
  'kesten-consistent': {
    word: 'As expected of SGD', tone: 'ok',
    meaning: 'The interval meets the hull of hSGD band and Kesten index, widened by 15 %.',
  },
  within: {
    word: 'Within theory', tone: 'ok',
    meaning: 'The interval of the index meets the hSGD band.',
  },
  'light-tailed': {
    word: 'Light tail', tone: 'ok',
    meaning: 'The tail cannot be told from a light one.',
  },
  'burn-in': {
    word: 'Burn-in', tone: 'wait',
    meaning: 'Not yet: the chain still remembers its start.',
  },
  none: {
    word: 'No estimate', tone: 'wait',
    meaning: 'The first estimate comes with the first pane of steps.',
  },
};

const ORDER = Object.keys(VERDICTS);

/** The codes, from worst to best. */
export const CODES = ORDER.filter((code) => code !== 'none');

/** Word, tone and meaning of a verdict; one that is not known is shown as it is. */
export function verdict(code) {
  return VERDICTS[code] || {word: String(code), tone: 'mute', meaning: ''};
}

/** 0 is the worst. */
export function rank(code) {
  const found = ORDER.indexOf(code);
  return found < 0 ? ORDER.indexOf('undecided') : found;
}

/** The verdict that counts of an observable: infinite variance goes before what theory says. */
export function effective(observable) {
  return observable.infiniteVariance ? 'infinite-variance' : observable.verdict || 'none';
}

/** How observables are preferred when their verdicts are equally bad. */
const PREFERRED = ['projection', 'weighted-norm', 'norm', 'coordinates', 'update-norm', 'identity'];

function preference(observable) {
  const found = PREFERRED.indexOf(observable.observable);
  return found < 0 ? PREFERRED.length : found;
}

/** The observable of a run that stands for it, the one with the worst verdict; null without any. */
export function worst(run) {
  let found = null;
  for (const each of run.observables || []) {
    if (found === null) {
      found = each;
      continue;
    }
    const order = rank(effective(each)) - rank(effective(found)) || preference(each) - preference(found);
    if (order < 0) {
      found = each;
    }
  }
  return found;
}

/** The verdict of a run. */
export function ofRun(run, alerts) {
  if (alerts.some((alert) => alert.kind === 'divergence' && alert.state === 'firing')) {
    return 'diverged';
  }
  const observable = worst(run);
  return observable ? effective(observable) : 'none';
}

const KINDS = {
  drift: 'Drift',
  'bound-violation': 'Bound violated',
  'infinite-variance': 'Infinite variance',
  divergence: 'Divergence',
  stalled: 'Stalled',
};

/** The word for a kind of alert. */
export function alertKind(kind) {
  return KINDS[kind] || String(kind);
}

/** The tone of an alert. */
export function alertTone(alert) {
  if (alert.state === 'resolved') {
    return 'ok';
  }
  if (alert.state === 'suspect') {
    return 'note';
  }
  return alert.severity === 'critical' ? 'danger' : alert.severity === 'info' ? 'info' : 'warn';
}

const ALERT_STATES = {suspect: 'Suspect', firing: 'Firing', resolved: 'Resolved'};

/** The word for the state of an alert. */
export function alertState(state) {
  return ALERT_STATES[state] || String(state);
}

const STATES = {
  running: {word: 'Running', tone: 'live'},
  finished: {word: 'Finished', tone: 'done'},
  failed: {word: 'Failed', tone: 'danger'},
  unknown: {word: 'Not listed', tone: 'mute'},
};

/** Word and tone of the state of a run. */
export function runState(state) {
  return STATES[state] || {word: String(state), tone: 'mute'};
}

/** The states a run can be in. */
export const RUN_STATES = Object.keys(STATES);

const RULES = {
  'fixed-fraction': 'fixed share of the samples',
  'ks-min': 'smallest KS distance',
  'double-bootstrap': 'double bootstrap',
  hall: 'Hall',
  'min-distance': 'smallest distance',
  stability: 'most stable stretch',
  'drees-kaufmann': 'Drees and Kaufmann',
  'reiss-thomas': 'Reiss and Thomas',
  amse: 'least mean squared error',
};

/** A threshold rule in words. */
export function rule(name) {
  return RULES[name] || String(name);
}
