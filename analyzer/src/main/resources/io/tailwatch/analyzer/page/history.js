// SPDX-License-Identifier: Apache-2.0
// The history of one observable: read once, then kept up by the stream. Bounded.

import {ApiError, getPatiently, observableUrl, sleep} from './api.js';

/** What the API gives at most. */
export const MAX_POINTS = 2000;

const HARD_LIMIT = MAX_POINTS + 200;

/** Points that were left out are read after so long, and so many of the last ones at a time. */
const FILL_MILLIS = 10000;
const FILL_POINTS = 200;

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
    /** What has come by the stream while it is read; null otherwise. */
    this.fresh = null;
    this.filling = null;
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
    this.fresh = [];
    try {
      const {points} = await this.read(this.limit, abort.signal);
      const last = points[points.length - 1];
      this.points = points.concat(last ? this.fresh.filter((point) => before(last, point)) : this.fresh);
      this.trim(this.limit);
      this.problem = null;
    } catch (error) {
      if (abort.signal.aborted) {
        return;
      }
      this.problem = error;
    }
    this.fresh = null;
    this.loaded = true;
    this.changed();
  }

  read(limit, signal) {
    return getPatiently(
      observableUrl(this.run, this.series, this.observable, 'history', {limit}),
      {
        signal,
        onProblem: (problem) => {
          this.problem = problem;
          this.changed();
        },
      });
  }

  /** The stream leaves out estimates that come too fast; here they are read in passing. */
  async fill(millis) {
    const {abort} = this;
    try {
      await sleep(millis, abort.signal);
      const {points} = await this.read(FILL_POINTS, abort.signal);
      if (points.length > 0) {
        const first = points[0];
        const last = points[points.length - 1];
        this.points = this.points.filter((point) => before(point, first))
          .concat(points, this.points.filter((point) => before(last, point)));
        this.trim(HARD_LIMIT);
        this.problem = null;
        this.changed();
      }
    } catch (error) {
      if (!(error instanceof ApiError) && error.name !== 'AbortError') {
        throw error;
      }
      // What is missing is missing between points, and the next load has it.
    } finally {
      this.filling = null;
    }
  }

  /** A point that has come by the stream. */
  add(point) {
    this.fresh?.push(point);
    const points = this.points;
    const newest = points[points.length - 1];
    if (newest && this.loaded && !this.filling && !document.hidden && point.attempt === newest.attempt
        && point.pane > newest.pane + 1) {
      this.filling = this.fill(FILL_MILLIS);
    }
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
