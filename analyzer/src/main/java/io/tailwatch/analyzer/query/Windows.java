// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.events.SeriesKey;
import java.util.Optional;
import java.util.OptionalInt;

/** The windows of all series of the application. Thread-safe. */
interface Windows {
  /** Where a series is, whether there is such a series or not. */
  Place locate(SeriesKey key);

  /**
   * The window of a series that is {@linkplain Place.Here here}; empty when there is no such
   * series.
   *
   * @throws WindowsUnavailableException while the store is being moved or restored
   */
  Optional<WindowSnapshot> read(SeriesKey key, OptionalInt partition)
      throws WindowsUnavailableException;
}
