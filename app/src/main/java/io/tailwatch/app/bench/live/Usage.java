// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.live;

/**
 * What an analyzer's process has used, and how far it is.
 *
 * @param wallNanos some clock
 * @param cpuNanos CPU time of the process since its start
 * @param heapBytes heap in use; after a full collection where one was asked for
 * @param records that the first stage has taken
 * @param panes that the second stage has taken
 */
public record Usage(long wallNanos, long cpuNanos, long heapBytes, long records, long panes) {

  /** Cores in use between an earlier look and this one. */
  public double coresSince(Usage before) {
    return (double) (cpuNanos - before.cpuNanos) / (wallNanos - before.wallNanos);
  }

  /** Records a second between an earlier look and this one. */
  public double recordsPerSecondSince(Usage before) {
    return (records - before.records) * 1e9 / (wallNanos - before.wallNanos);
  }
}
