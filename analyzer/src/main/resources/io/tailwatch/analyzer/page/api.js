// SPDX-License-Identifier: Apache-2.0
// The API: paths, answers, and what went wrong in words.

/** Beside this file, so that the page works below any prefix of a proxy. */
const BASE = new URL('../api/v1/', import.meta.url);

const TIMEOUT_MILLIS = 20000;
const FIRST_PAUSE_MILLIS = 1000;
const LAST_PAUSE_MILLIS = 15000;

/** The clock of the analyzer less ours, from the Date of its answers. */
let clockOffset = 0;

/** Now, as the analyzer's clock has it. */
export function serverNow() {
  return Date.now() + clockOffset;
}

/** What went wrong. A status of 0: the analyzer was not reached. */
export class ApiError extends Error {
  constructor(status, detail, retryAfterMillis) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** Whether it may be gone in a moment. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

function segment(name) {
  if (name === '.' || name === '..') {
    throw new ApiError(400, `A name that is only dots ("${name}") cannot stand in the path of a URL: `
      + 'browsers take it for a directory. Rename it, or use the topics.');
  }
  return encodeURIComponent(name);
}

/** The URL of a run. */
export function runUrl(run, query) {
  return url(`runs/${segment(run)}`, query);
}

/** The URL of an observable, or of something below it. */
export function observableUrl(run, series, observable, below = '', query = undefined) {
  const path = `runs/${segment(run)}/series/${segment(series)}/${segment(observable)}`;
  return url(below ? `${path}/${below}` : path, query);
}

/** The URL of a path of the API. */
export function url(path, query) {
  const found = new URL(path, BASE);
  for (const [name, value] of Object.entries(query || {})) {
    if (value !== undefined && value !== null && value !== '') {
      found.searchParams.set(name, value);
    }
  }
  return found;
}

/** Reads JSON; throws ApiError, or AbortError when the signal says so. */
export async function get(target, signal) {
  return (await ask(target, signal)).body;
}

/** Reads a list page by page, and hands each on as it comes. */
export async function getPages(target, onPage, signal) {
  let next = target;
  // A hundred pages of 500 are more than the analyzer holds; the bound is against a loop.
  for (let page = 0; next && page < 100; page++) {
    const {body, link} = await ask(next, signal);
    onPage(body);
    next = link;
  }
}

/**
 * Reads JSON; asks again when the answer may come in a moment.
 *
 * @param onProblem told each time it fails, with the ApiError
 */
export async function getPatiently(target, {signal, onProblem, times = Infinity} = {}) {
  return patiently(() => get(target, signal), {signal, onProblem, times});
}

/** The same for any question. */
export async function patiently(question, {signal, onProblem, times = Infinity} = {}) {
  let pause = FIRST_PAUSE_MILLIS;
  for (let tried = 1; ; tried++) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.passing || tried >= times) {
        throw error;
      }
      onProblem?.(error);
      await sleep(Math.max(pause, error.retryAfterMillis || 0), signal);
      pause = Math.min(pause * 2, LAST_PAUSE_MILLIS);
    }
  }
}

/** Waits; an abort ends it with an AbortError. */
export function sleep(millis, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, millis);
    if (signal?.aborted) {
      stop();
    } else {
      signal?.addEventListener('abort', stop, {once: true});
    }
  });
}

async function ask(target, signal) {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, TIMEOUT_MILLIS);
  signal?.addEventListener('abort', stop, {once: true});
  try {
    if (signal?.aborted) {
      throw new DOMException('aborted', 'AbortError');
    }
    const response = await fetch(target, {
      signal: limit.signal,
      headers: {Accept: 'application/json, application/problem+json'},
      credentials: 'same-origin',
      cache: 'no-store',
    });
    readClock(response);
    if (!response.ok) {
      throw await problem(response);
    }
    return {body: await response.json(), link: nextPage(response)};
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) {
      throw error;
    }
    throw new ApiError(0, limit.signal.aborted
      ? 'The analyzer takes too long to answer.'
      : error instanceof SyntaxError
        ? 'What answered is not the analyzer: it sent no JSON.'
        : 'The analyzer cannot be reached.');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function readClock(response) {
  const date = Date.parse(response.headers.get('Date'));
  if (!Number.isNaN(date)) {
    // The header has whole seconds; a small difference says nothing.
    const offset = date + 500 - Date.now();
    clockOffset = Math.abs(offset) < 2000 ? 0 : offset;
  }
}

/** The `next` of a Link header. */
function nextPage(response) {
  const link = response.headers.get('Link');
  const found = link && /<([^>]*)>\s*;\s*rel="?next"?/.exec(link);
  if (!found) {
    return null;
  }
  // Its path is that of the analyzer; below a proxy's prefix ours differs, so only the query counts.
  const next = new URL(found[1], response.url);
  const target = new URL(response.url);
  target.search = next.search;
  return target;
}

async function problem(response) {
  let detail = '';
  try {
    const body = await response.json();
    detail = typeof body.detail === 'string' ? body.detail : '';
  } catch (error) {
    // No problem document: a proxy, perhaps. The status must do.
  }
  const seconds = Number(response.headers.get('Retry-After'));
  return new ApiError(
    response.status,
    detail || `The answer was ${response.status} ${response.statusText}`,
    seconds > 0 ? seconds * 1000 : undefined);
}
