// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import java.util.List;

/**
 * What was measured.
 *
 * @param plan the measurement
 * @param fullRate records a second that the analyzer takes while it is fed and asked
 * @param fedRate records a second that were sent
 * @param cores that the analyzer's process used meanwhile
 * @param scrapeSeconds from one look at the page to the next: the resolution
 * @param unseen panes whose estimate was not told from another one, or did not come
 * @param sortedDelays from the sending of a pane's last step to its value, in seconds, ascending
 */
record LatencyResult(
    LatencyPlan plan,
    double fullRate,
    double fedRate,
    double cores,
    double scrapeSeconds,
    int unseen,
    List<Double> sortedDelays) {

  /** The least delay that so large a share of the panes does not exceed; NaN without panes. */
  double quantile(double share) {
    if (sortedDelays.isEmpty()) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sortedDelays.size());
    return sortedDelays.get(Math.max(0, rank - 1));
  }

  /** The share of the full rate that was sent. */
  double fedShare() {
    return fedRate / fullRate;
  }
}
