// SPDX-License-Identifier: Apache-2.0
// What is read again whenever there is a new estimate.

import {useEffect, useState} from '../vendor/preact.js';
import {ApiError} from '../api.js';
import {onEstimate, onReload} from '../live.js';

/** Between two readings of the same thing. */
const REFRESH_MILLIS = 2000;

/**
 * Reads something now, and again after estimates, not more often than every two seconds and never
 * while the page is hidden.
 *
 * @param read gives a promise; told a signal
 */
export function useRefreshed(read, run, series, observable) {
  const [state, setState] = useState({value: null, error: null});
  useEffect(() => {
    const abort = new AbortController();
    let due = true;
    let busy = false;
    let timer = null;
    const next = () => {
      if (due && !busy && timer === null && !document.hidden && !abort.signal.aborted) {
        work();
      }
    };
    async function work() {
      due = false;
      busy = true;
      let pause = REFRESH_MILLIS;
      try {
        const found = await read(abort.signal);
        setState({value: found, error: null});
      } catch (error) {
        if (abort.signal.aborted) {
          return;
        }
        // What was known stays, with the problem beside it.
        setState((before) => ({value: before.value, error}));
        if (error instanceof ApiError && error.passing) {
          due = true;
          pause = Math.max(pause, error.retryAfterMillis || 0);
        } else if (!(error instanceof ApiError)) {
          console.error(error);
        }
      }
      busy = false;
      timer = setTimeout(() => {
        timer = null;
        next();
      }, pause);
    }
    const again = () => {
      due = true;
      next();
    };
    const ends = [onEstimate(run, series, observable, again), onReload(again)];
    document.addEventListener('visibilitychange', next);
    next();
    return () => {
      abort.abort();
      clearTimeout(timer);
      ends.forEach((end) => end());
      document.removeEventListener('visibilitychange', next);
    };
  }, [read]);
  return state;
}
