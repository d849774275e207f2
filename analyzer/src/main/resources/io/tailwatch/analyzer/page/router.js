// SPDX-License-Identifier: Apache-2.0
// Views by the hash of the address. Names are percent-encoded, whatever they hold.

function encode(name) {
  try {
    return encodeURIComponent(name);
  } catch (error) {
    // Half a surrogate: no name of ours, but no reason to fail either.
    return encodeURIComponent(String(name).replace(/[\ud800-\udfff]/g, '\ufffd'));
  }
}

/** The address of the overview. */
export const HOME = '#/';

/** The address of a run. */
export function runHash(run) {
  return `#/runs/${encode(run)}`;
}

/** The address of an observable of a series. */
export function seriesHash(run, series, observable) {
  return `#/runs/${encode(run)}/series/${encode(series)}/${encode(observable)}`;
}

/** What a hash leads to: `{view, run, series, observable}`; what leads nowhere has view `lost`. */
export function parse(hash) {
  if (hash === '' || hash === '#' || hash === '#/') {
    return {view: 'overview'};
  }
  let parts;
  try {
    parts = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  } catch (error) {
    return {view: 'lost'};
  }
  if (parts[0] === 'runs' && parts.length === 2 && parts[1]) {
    return {view: 'run', run: parts[1]};
  }
  if (parts[0] === 'runs' && parts[2] === 'series' && parts.length === 5) {
    return {view: 'series', run: parts[1], series: parts[3], observable: parts[4]};
  }
  return {view: 'lost'};
}
