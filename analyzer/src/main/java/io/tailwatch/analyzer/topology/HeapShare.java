// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

/**
 * How much of what can be read back from the stores each task holds on the heap, by the size of the
 * heap. With eight tasks of each kind on one instance, a third of the heap at the most; what is
 * beyond is put to sleep, the longest idle first, and costs some ten microseconds to wake up.
 */
final class HeapShare {
  private static final long MEGABYTES = Runtime.getRuntime().maxMemory() >> 20;

  /** Series of stage 1: 32 KB an observable, 64 KB a signed one. */
  static final int SERIES = bounded(MEGABYTES / 2);

  /** Windows of stage 2: some 5 KB for each pane and observable. */
  static final int WINDOWS = bounded(MEGABYTES / 10);

  private HeapShare() {}

  private static int bounded(long value) {
    return (int) Math.max(16, Math.min(10_000, value));
  }
}
