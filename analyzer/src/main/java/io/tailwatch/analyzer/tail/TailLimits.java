// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import java.time.Duration;

/**
 * How much of the committed output is held. Each bound is kept on its own: what would exceed it
 * makes the oldest go.
 *
 * @param estimateBytes latest estimates, about 1.1 KB each
 * @param historyPoints points of all histories together, about 200 bytes each; shared evenly among
 *     the series when they run out
 * @param runBytes entries in the directory of runs
 * @param alertBytes alerts that are suspect or firing
 * @param resolvedAlerts alerts that are over
 * @param age since the last sign of life; alerts that are not over have none
 */
record TailLimits(
    long estimateBytes,
    int historyPoints,
    long runBytes,
    long alertBytes,
    int resolvedAlerts,
    Duration age) {

  /** What the topics themselves keep. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private static final int RESOLVED = 1_000;
  private static final int POINT_BYTES = 205;

  /**
   * A twelfth of the heap: half of it for estimates, a third for histories, the rest for runs and
   * alerts. With 256 MB that is 10.7 MB for 9,500 estimates and 36,000 points; never more than 256
   * MB for estimates.
   */
  static TailLimits ofHeap(long maxHeapBytes) {
    long share = Math.min(maxHeapBytes / 12, 512L << 20);
    return new TailLimits(
        share / 2, (int) (share / 3 / POINT_BYTES), share / 12, share / 12, RESOLVED, RETENTION);
  }
}
