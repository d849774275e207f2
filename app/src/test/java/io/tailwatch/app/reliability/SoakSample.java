// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a soaked analyzer takes at one moment.
 *
 * @param minutes since the load began
 * @param heapMegabytes in use after a garbage collection
 * @param storeEntries keys with a value in all state stores
 * @param storeMegabytes of their keys and values
 * @param diskMegabytes of the state directory
 * @param meters lines of its own on /metrics
 * @param threads of the process
 * @param series that it knows
 * @param runs that have come so far
 * @param batches that were sent so far
 */
record SoakSample(
    double minutes,
    double heapMegabytes,
    double storeEntries,
    double storeMegabytes,
    double diskMegabytes,
    double meters,
    double threads,
    double series,
    double runs,
    double batches) {

  /** One of the quantities that must not grow. */
  record Quantity(String name, String unit, ToDoubleFunction<SoakSample> value) {}

  static final Quantity HEAP =
      new Quantity("heap after garbage collection", "MB", SoakSample::heapMegabytes);

  static final List<Quantity> BOUNDED =
      List.of(
          HEAP,
          new Quantity("entries of all state stores", "", SoakSample::storeEntries),
          new Quantity("keys and values of all state stores", "MB", SoakSample::storeMegabytes),
          new Quantity("state directory on disk", "MB", SoakSample::diskMegabytes),
          new Quantity("meters", "", SoakSample::meters),
          new Quantity("threads", "", SoakSample::threads));

  /** For a table. */
  static String header() {
    return "minutes,heap_mb,store_entries,store_mb,disk_mb,meters,threads,series,runs,batches";
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f,%.1f,%.0f,%.2f,%.2f,%.0f,%.0f,%.0f,%.0f,%.0f",
        minutes,
        heapMegabytes,
        storeEntries,
        storeMegabytes,
        diskMegabytes,
        meters,
        threads,
        series,
        runs,
        batches);
  }
}
