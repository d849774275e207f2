// SPDX-License-Identifier: Apache-2.0
// What the page knows: runs, alerts, the connection. Bounded. Views are told at most once a frame
// that something of a topic has changed: `runs`, `run:NAME`, `alerts`, `connection`, `clock`.
//
// Entries of runs are changed in place, and their `version` counts the changes: with hundreds of
// estimates a second copies would be most of the work.

import {useEffect, useReducer} from './vendor/preact.js';
import {ApiError, get, getPages, getPatiently, patiently, runUrl, serverNow, url} from './api.js';
import {cancelFrame, nextFrame} from './frames.js';
import {alertKind} from './verdicts.js';

/** Points of a sparkline. */
export const SPARK_POINTS = 60;

const PAGE = 500;
const ALERT_PAGE = 200;
const MOST_ALERT_PAGES = 5;
const MOST_PAST_ALERTS = 500;
const RELOAD_MILLIS = 500;
const PANES_MILLIS = 3000;
const STALE_MILLIS = 30000;
const STALE_GAPS = 6;

const runs = new Map();
const activeAlerts = new Map();
let pastAlerts = [];

/** How far things have been read: `null` until the first answer. */
export const loading = {runs: false, problem: null};

/** The stream: `connecting`, `live`, `reconnecting` or `refused` (401). */
export const connection = {state: 'connecting', problem: null, heardAt: Date.now()};

// ---------------------------------------------------------------- who wants to know

const listeners = new Map();
const changedTopics = new Set();

function tellAll() {
  const topics = [...changedTopics];
  changedTopics.clear();
  const told = new Set();
  for (const topic of topics) {
    for (const listener of listeners.get(topic) || []) {
      if (!told.has(listener)) {
        told.add(listener);
        listener();
      }
    }
  }
}

/** Marks a topic as changed. */
export function changed(topic) {
  if (!changedTopics.has(topic)) {
    changedTopics.add(topic);
    nextFrame(tellAll);
    if (topic === 'alerts' && document.hidden) {
      // A hidden page has no frames, but the title of its tab tells how many alerts fire.
      setTimeout(tellAll);
    }
  }
}

/** Calls back, once a frame, when one of the topics has changed. */
export function subscribe(topics, listener) {
  for (const topic of topics) {
    if (!listeners.has(topic)) {
      listeners.set(topic, new Set());
    }
    listeners.get(topic).add(listener);
  }
  return () => {
    for (const topic of topics) {
      const found = listeners.get(topic);
      found.delete(listener);
      if (found.size === 0) {
        listeners.delete(topic);
      }
    }
  };
}

/** Words and numbers that change faster than this cannot be read. */
const RENDER_MILLIS = 250;

/** Renders a component anew when one of the topics has changed, a few times a second at most. */
export function useStore(...topics) {
  const [, again] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    let timer = null;
    let last = 0;
    const due = () => {
      timer = null;
      last = performance.now();
      again();
    };
    const end = subscribe(topics, () => {
      if (timer === null) {
        const wait = RENDER_MILLIS - (performance.now() - last);
        timer = setTimeout(due, Math.max(0, wait));
      }
    });
    // What came between rendering and this.
    again();
    return () => {
      clearTimeout(timer);
      end();
    };
  }, topics);
}

// ---------------------------------------------------------------- runs

/** All entries: `{run, version, stale}`. */
export function runEntries() {
  return [...runs.values()];
}

/** The entry of a run; undefined without one. */
export function runEntry(name) {
  return runs.get(name);
}

/** The key of an observable. */
export function keyOf(run, series, observable) {
  return `${run}\u0000${series}\u0000${observable}`;
}

function touch(entry) {
  entry.version++;
  changed('runs');
  changed(`run:${entry.run.run}`);
}

/** Points behind the last step back: those before it are of an earlier attempt. */
function lastAttempt(points) {
  for (let i = points.length - 1; i > 0; i--) {
    if (points[i - 1][0] >= points[i][0]) {
      return points.slice(i);
    }
  }
  return points;
}

function put(run) {
  const entry = runs.get(run.run) || {run: null, version: 0};
  for (const observable of run.observables) {
    // By our own clock: when the estimate was made. One that a pause made is no sign of life.
    const made = Date.parse(observable.provisional ? observable.takenAt : observable.estimatedAt);
    observable.heardAt = Number.isNaN(made) ? Date.now() : Date.now() - Math.max(0, serverNow() - made);
    observable.sparkline = lastAttempt(observable.sparkline || []);
  }
  entry.run = run;
  runs.set(run.run, entry);
  touch(entry);
}

/** Reads all runs, and forgets those that are gone. */
export async function loadRuns(signal) {
  const seen = new Set();
  await patiently(
    () => getPages(
      url('runs', {limit: PAGE, sparkline: SPARK_POINTS}),
      (page) => {
        for (const run of page) {
          seen.add(run.run);
          put(run);
        }
        loading.runs = true;
        told(null);
      },
      signal),
    {signal, onProblem: told});
  for (const name of [...runs.keys()]) {
    if (!seen.has(name)) {
      drop(name);
    }
  }
}

/** Reads one run. */
export async function loadRun(name, signal) {
  try {
    put(await getPatiently(runUrl(name, {sparkline: SPARK_POINTS}), {signal, onProblem: told}));
    told(null);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      drop(name);
    }
    throw error;
  }
}

function told(problem) {
  loading.problem = problem;
  changed('runs');
  changed('connection');
}

function drop(name) {
  if (runs.delete(name)) {
    changed('runs');
    changed(`run:${name}`);
  }
}

const wanted = new Set();
let wantedTimer = null;

/** Reads a run soon: it is new, or something about it has changed that the stream does not tell. */
export function want(name) {
  wanted.add(name);
  wantedTimer = wantedTimer || setTimeout(loadWanted, RELOAD_MILLIS);
}

function loadWanted() {
  wantedTimer = null;
  const names = [...wanted];
  wanted.clear();
  const load = names.length > 20 ? loadRuns() : Promise.all(names.map((name) => loadRun(name)));
  load.catch((error) => {
    if (!(error instanceof ApiError)) {
      throw error;
    }
  });
}

/** The index of a point of history, as an IntervalView. */
function indexOf(point) {
  return {
    value: point.index, lower: point.indexLower, upper: point.indexUpper, reason: point.reason,
  };
}

/** An `estimate` event. */
export function applyEstimate(event) {
  const entry = runs.get(event.run);
  const observable = entry?.run.observables.find(
    (each) => each.series === event.series && each.observable === event.observable);
  if (!observable) {
    want(event.run);
    return;
  }
  const point = event.point;
  if (point.attempt < observable.attempt
      || (point.attempt === observable.attempt && point.lastStep < observable.lastStep)) {
    return;
  }
  const spark = observable.sparkline;
  if (point.attempt !== observable.attempt) {
    spark.length = 0;
    entry.run.attempt = Math.max(entry.run.attempt, point.attempt);
  }
  if (spark.length > 0 && spark[spark.length - 1][0] >= point.lastStep) {
    spark.pop();
  }
  spark.push([point.lastStep, point.index]);
  if (spark.length > SPARK_POINTS) {
    spark.shift();
  }
  // Panes of a window are told by the run only; until there is an index they are what one waits for.
  if (event.verdict === 'burn-in' && Date.now() - (entry.panesAt || 0) > PANES_MILLIS) {
    entry.panesAt = Date.now();
    want(event.run);
  }
  Object.assign(observable, {
    attempt: point.attempt,
    lastStep: point.lastStep,
    verdict: event.verdict,
    reason: event.reason,
    sentence: event.sentence,
    provisional: event.provisional,
    endOfSeries: event.endOfSeries,
    infiniteVariance: event.infiniteVariance,
    stepsPerSecond: event.stepsPerSecond ?? observable.stepsPerSecond,
    index: indexOf(point),
    reading: {value: point.reading, lower: point.readingLower, upper: point.readingUpper},
    learningRate: point.learningRate,
    estimatedAt: point.estimatedAt,
    takenAt: point.takenAt,
    heardAt: event.provisional ? observable.heardAt : Date.now(),
  });
  touch(entry);
}

/** A `run` event. */
export function applyRun(event) {
  if (event.state === 'gone') {
    drop(event.run);
    return;
  }
  const entry = runs.get(event.run);
  if (entry && entry.run.state !== event.state) {
    entry.run.state = event.state;
    touch(entry);
  }
  want(event.run);
}

/** How long a pane takes; 0 when that is not known. */
export function paneMillis({sparkline, stepsPerSecond}) {
  const last = sparkline.length - 1;
  const steps = last > 0 ? (sparkline[last][0] - sparkline[0][0]) / last : 0;
  return stepsPerSecond > 0 ? (1000 * steps) / stepsPerSecond : 0;
}

/**
 * Whether nothing has come of an observable for much longer than usual, though its run goes on. A
 * paused training looks like this, and so does one that was killed.
 */
export function isStale(run, observable, now = Date.now()) {
  if (run.state !== 'running' || observable.endOfSeries) {
    return false;
  }
  return now - observable.heardAt > Math.max(STALE_MILLIS, STALE_GAPS * paneMillis(observable));
}

/** Whether all observables of a run are stale. */
export function isRunStale(run, now = Date.now()) {
  return run.observables.length > 0 && run.observables.every((each) => isStale(run, each, now));
}

// ---------------------------------------------------------------- alerts

function activeKey(alert) {
  return `${alert.run}\u0000${alert.kind}`;
}

function eventKey(alert) {
  return [alert.run, alert.kind, alert.series, alert.observable, alert.attempt, alert.pane,
    alert.raisedAt].join('\u0000');
}

const SEVERITY = {critical: 0, warning: 1, info: 2};

function byImportance(a, b) {
  return (a.state === 'firing' ? 0 : 1) - (b.state === 'firing' ? 0 : 1)
    || (SEVERITY[a.severity] ?? 3) - (SEVERITY[b.severity] ?? 3)
    || (a.raisedAt < b.raisedAt ? 1 : a.raisedAt > b.raisedAt ? -1 : 0);
}

/** Alerts that are suspect or firing, the gravest first; of one run, or of all when it is null. */
export function alertsActive(run = null) {
  return [...activeAlerts.values()]
    .filter((alert) => run === null || alert.run === run)
    .sort(byImportance);
}

/** Alerts that are over, the newest first. */
export function alertsPast(run) {
  return pastAlerts.filter((alert) => alert.run === run);
}

/** Reads the alerts of a run, or of all. */
export async function loadAlerts(run = null, signal = undefined) {
  const found = [];
  await patiently(
    async () => {
      found.length = 0;
      let after = null;
      for (let page = 0; page < MOST_ALERT_PAGES; page++) {
        const view = await get(url('alerts', {run, limit: ALERT_PAGE, after}), signal);
        found.push(...view.alerts);
        after = view.next;
        // The active ones are first; of those that are over one page will do.
        if (!after || view.alerts.some((alert) => alert.state === 'resolved')) {
          break;
        }
      }
    },
    {signal});
  for (const [key, alert] of activeAlerts) {
    if (run === null || alert.run === run) {
      activeAlerts.delete(key);
    }
  }
  const past = [];
  for (const alert of found) {
    if (alert.state === 'resolved') {
      past.push(alert);
    } else {
      activeAlerts.set(activeKey(alert), alert);
    }
  }
  keepPast(past);
  changed('alerts');
  if (run !== null) {
    changed(`run:${run}`);
  }
}

function keepPast(more) {
  const all = new Map();
  for (const alert of more.concat(pastAlerts)) {
    if (!all.has(eventKey(alert))) {
      all.set(eventKey(alert), alert);
    }
  }
  pastAlerts = [...all.values()]
    .sort((a, b) => (a.raisedAt < b.raisedAt ? 1 : -1))
    .slice(0, MOST_PAST_ALERTS);
}

/** An `alert` event. */
export function applyAlert(alert) {
  const before = activeAlerts.get(activeKey(alert));
  if (alert.state === 'resolved') {
    activeAlerts.delete(activeKey(alert));
    keepPast([alert]);
  } else {
    activeAlerts.set(activeKey(alert), alert);
  }
  if (alert.state !== 'suspect' && before?.state !== alert.state) {
    announce(`${alertKind(alert.kind)} ${alert.state} in run ${alert.run}. ${alert.sentence}`);
  }
  changed('alerts');
  changed('runs');
  changed(`run:${alert.run}`);
}

/** Says something to those who do not see the page. */
export function announce(text) {
  const region = document.getElementById('announce');
  if (region) {
    region.textContent = text;
  }
}

// ---------------------------------------------------------------- connection

/** Sets the state of the stream. */
export function setConnection(state, problem = null) {
  if (connection.state !== state || connection.problem !== problem) {
    connection.state = state;
    connection.problem = problem;
    changed('connection');
    // The page may be hidden, where there are no frames; the title of the tab is seen all the same.
  }
}

/** Something has come by the stream. */
export function heard() {
  connection.heardAt = Date.now();
}

/** Whether some run goes on, and nothing has come of any for long. */
export function isQuiet(now = Date.now()) {
  let running = false;
  for (const {run} of runs.values()) {
    if (run.state === 'running' && run.observables.length > 0) {
      running = true;
      if (!isRunStale(run, now)) {
        return false;
      }
    }
  }
  return running;
}

/** Gives up what waits to be told; for tests. */
export function forget() {
  cancelFrame(tellAll);
  changedTopics.clear();
}

const CLOCK_MILLIS = 5000;
setInterval(() => {
  if (!document.hidden) {
    changed('clock');
  }
}, CLOCK_MILLIS);
