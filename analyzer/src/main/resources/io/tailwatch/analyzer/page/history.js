// SPDX-License-Identifier: Apache-2.0
// The history of one observable: read once, then kept up by the stream. Bounded.

import {getPatiently, observableUrl} from './api.js';

/** What the API gives at most. */
export const MAX_POINTS = 2000;

const HARD_LIMIT = MAX_POINTS + 200;

/** Whether a is of an earlier attempt, or of an earlier step of the same one. */
function before(a, b) {
  return a.attempt !== b.attempt ? a.attempt < b.attempt : a.lastStep < b.lastStep;
}

export class History {
  constructor(run, series, observable, limit = MAX_POINTS) {
    this.run = run;
    this.series = series;
    this.observable = observable;
    this.limit = Math.min(limit, MAX_POINTS);
    /** All points that are held, oldest first, of all attempts. */
    this.points = [];
    this.loaded = false;
    this.problem = null;
    this.listeners = new Set();
    this.abort = null;
  }

  /** Calls back whenever there is something new. */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Reads it, anew if need be. */
  async load() {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    try {
      const view = await getPatiently(
        observableUrl(this.run, this.series, this.observable, 'history', {limit: this.limit}),
        {
          signal: abort.signal,
          onProblem: (problem) => {
            this.problem = problem;
            this.changed();
          },
        });
      this.merge(view.points);
      this.problem = null;
    } catch (error) {
      if (abort.signal.aborted) {
        return;
      }
      this.problem = error;
    }
    this.loaded = true;
    this.changed();
  }

  /** What was read, and behind it what has come by the stream meanwhile. */
  merge(read) {
    const last = read[read.length - 1];
    const newer = last ? this.points.filter((point) => before(last, point)) : this.points;
    this.points = read.concat(newer);
    this.trim(this.limit);
  }

  /** A point that has come by the stream. */
  add(point) {
    const points = this.points;
    let at = points.length;
    // Nearly always it is the newest one; a provisional one is replaced by what it announced.
    while (at > 0 && before(point, points[at - 1])) {
      at--;
    }
    const same = at > 0 && !before(points[at - 1], point);
    points.splice(same ? at - 1 : at, same ? 1 : 0, point);
    this.trim(HARD_LIMIT);
    this.changed();
  }

  trim(most) {
    if (this.points.length > most) {
      this.points = this.points.slice(-this.limit);
    }
  }

  changed() {
    this.listeners.forEach((listener) => listener());
  }

  /** The attempts there are points of. */
  attempts() {
    return [...new Set(this.points.map((point) => point.attempt))].sort((a, b) => a - b);
  }

  /** The points of an attempt: of the newest one when it is null. */
  ofAttempt(attempt) {
    const points = this.points;
    if (points.length === 0) {
      return points;
    }
    const wanted = attempt ?? points[points.length - 1].attempt;
    return points[0].attempt === wanted && points[points.length - 1].attempt === wanted
      ? points
      : points.filter((point) => point.attempt === wanted);
  }

  close() {
    this.abort?.abort();
    this.listeners.clear();
  }
}
