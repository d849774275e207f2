// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import java.util.List;

/**
 * What one shape of series costs.
 *
 * @param shape the shape
 * @param series how many of them there were
 * @param idleHeapBytes heap in use after a collection before the first record
 * @param heapBytes the same with full windows
 * @param idleCores that the analyzer's process uses while nothing comes
 * @param stateBytes files below the state directory with full windows
 * @param changelogBytes changelogs on the broker with full windows, not compacted
 * @param rates what each rate costs
 */
record ShapeResult(
    Shape shape,
    int series,
    long idleHeapBytes,
    long heapBytes,
    double idleCores,
    long stateBytes,
    long changelogBytes,
    List<Rate> rates) {

  /**
   * A rate of batches.
   *
   * @param batchesPerSecond of each series, asked for
   * @param sentPerSecond of each series, sent
   * @param cores that the analyzer's process used
   * @param changelogBytesPerSecond written to all changelogs
   */
  record Rate(
      int batchesPerSecond, double sentPerSecond, double cores, double changelogBytesPerSecond) {}

  /** Heap that a series takes. */
  double heapBytesPerSeries() {
    return (double) (heapBytes - idleHeapBytes) / series;
  }

  /** Cores for a thousand series at a rate, those of an idle analyzer apart. */
  double coresPerThousand(Rate rate) {
    return perThousand(Math.max(0, rate.cores() - idleCores));
  }

  /** A total of all series, for a thousand of them. */
  double perThousand(double total) {
    return total * 1000 / series;
  }

  /** Series that fit into a heap when half of it is left for what comes and goes. */
  long fitting(long maxHeapBytes) {
    return (long) Math.max(0, (maxHeapBytes / 2.0 - idleHeapBytes) / heapBytesPerSeries());
  }
}
