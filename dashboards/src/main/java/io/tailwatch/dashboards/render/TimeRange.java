// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

/**
 * What is looked at, in seconds since the epoch.
 *
 * @param stepSeconds between two points of a curve
 * @param scrapeSeconds between two scrapes of Prometheus
 */
record TimeRange(long from, long to, long stepSeconds, long scrapeSeconds) {
  /** The last seconds up to a time, with a point for each of so many pixels at most. */
  static TimeRange of(long to, long seconds, int pixels, long scrapeSeconds) {
    long step = Math.max(scrapeSeconds, (seconds + pixels - 1) / pixels);
    // Points lie on multiples of the step, as Grafana has it.
    long end = to / step * step;
    return new TimeRange(end - seconds / step * step, end, step, scrapeSeconds);
  }

  /** As Grafana computes it for rates. */
  long rateIntervalSeconds() {
    return Math.max(stepSeconds + scrapeSeconds, 4 * scrapeSeconds);
  }
}
