// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.tailwatch.events.SeriesKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The series of this process in the order of their coming. The first {@code capacity} are shown; of
 * those that come later each is counted as refused once, and the next one moves up when a shown one
 * leaves. A series stays as long as somebody holds it. Thread-safe.
 */
final class SeriesTable {
  private static final class Held {
    private final SeriesEntry entry;
    private int holders;
    private int estimators;

    private Held(SeriesEntry entry) {
      this.entry = entry;
    }
  }

  private final int capacity;
  private final Runnable onRefused;
  private final SeriesMeters meters;
  private final Map<SeriesKey, Held> all = new LinkedHashMap<>();

  /**
   * An empty table.
   *
   * @param meters registers those of the series that are shown
   * @param onRefused told of each series that comes when there is no room
   */
  SeriesTable(int capacity, SeriesMeters meters, Runnable onRefused) {
    this.capacity = capacity;
    this.meters = meters;
    this.onRefused = onRefused;
  }

  /** One holder more. */
  synchronized SeriesEntry hold(SeriesKey key) {
    return held(key).entry;
  }

  /** One holder more, who estimates the series. */
  synchronized void estimate(SeriesKey key) {
    held(key).estimators++;
  }

  private Held held(SeriesKey key) {
    Held held = all.get(key);
    if (held == null) {
      held = new Held(new SeriesEntry(key, meters));
      if (all.size() >= capacity) {
        onRefused.run();
      } else {
        held.entry.show(true);
      }
      all.put(key, held);
    }
    held.holders++;
    return held;
  }

  /** One holder less. */
  synchronized void release(SeriesKey key) {
    Held held = all.get(key);
    if (held != null && --held.holders == 0) {
      all.remove(key);
      boolean room = held.entry.isShown();
      held.entry.show(false);
      if (room) {
        all.values().stream()
            .map(waiting -> waiting.entry)
            .filter(waiting -> !waiting.isShown())
            .findFirst()
            .ifPresent(waiting -> waiting.show(true));
      }
    }
  }

  /** One holder less who estimated the series. */
  synchronized void estimateNoMore(SeriesKey key) {
    Held held = all.get(key);
    if (held != null && held.estimators > 0) {
      held.estimators--;
      release(key);
    }
  }

  /** A series that somebody holds, or null. */
  synchronized SeriesEntry find(SeriesKey key) {
    Held held = all.get(key);
    return held == null ? null : held.entry;
  }

  /** How many series are estimated, shown or not. */
  synchronized long estimatedSeries() {
    return all.values().stream().filter(held -> held.estimators > 0).count();
  }

  /** How many runs they belong to. */
  synchronized long estimatedRuns() {
    return all.values().stream()
        .filter(held -> held.estimators > 0)
        .map(held -> held.entry.key().run())
        .distinct()
        .count();
  }
}
