// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

/**
 * Something that somebody asks of Prometheus.
 *
 * @param place where it stands: dashboard / panel / query, or rule / alert / severity
 * @param text the expression, in which the run is yet to be chosen where only one can be
 */
record Query(String place, String text) {
  /** Stands for that run. */
  static final String RUN = "$run";

  String expression(String run) {
    return text.replace(RUN, run);
  }
}
