// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Matches the panes that close with the estimates that appear, for each series in order. That an
 * estimate is a new one is seen by its age: it was made later than the one before. Two estimates of
 * a series within one scrape count as one, and a pane stays without: panes must close less often.
 * Thread-safe: the feeder tells of panes, the scraper of ages.
 */
final class PaneWatch {
  /** Ages are in milliseconds. */
  private static final double ROUNDING_SECONDS = 0.002;

  /** What is known about a series. */
  private static final class Series {
    private final Deque<Long> closed = new ArrayDeque<>();

    /** The last estimate was made at this time or before. */
    private double madeBefore = Double.NEGATIVE_INFINITY;
  }

  private final Map<String, Series> all = new HashMap<>();
  private final List<Double> delays = new ArrayList<>();
  private long countFrom = Long.MAX_VALUE;

  /** Panes that close from now on count; before, they are only matched. */
  synchronized void countFrom(long nanoTime) {
    countFrom = nanoTime;
  }

  /** The last step of a pane is about to be sent. */
  synchronized void closes(String series, long nanoTime) {
    of(series).closed.addLast(nanoTime);
  }

  /**
   * An age was read.
   *
   * @param askedNanos before it was asked for
   * @param readNanos when the answer was there
   */
  synchronized void age(String series, double ageSeconds, long askedNanos, long readNanos) {
    if (Double.isNaN(ageSeconds)) {
      return;
    }
    Series watched = of(series);
    double madeAfter = askedNanos / 1e9 - ageSeconds - ROUNDING_SECONDS;
    double madeBefore = readNanos / 1e9 - ageSeconds + ROUNDING_SECONDS;
    if (madeAfter <= watched.madeBefore) {
      watched.madeBefore = Math.min(madeBefore, watched.madeBefore);
      return;
    }
    watched.madeBefore = madeBefore;
    Long closed = watched.closed.pollFirst();
    if (closed != null && closed >= countFrom) {
      delays.add((readNanos - closed) / 1e9);
    }
  }

  /** Panes that have not been seen yet will not be. */
  synchronized void giveUp() {
    all.values().forEach(series -> series.closed.clear());
  }

  private Series of(String series) {
    return all.computeIfAbsent(series, name -> new Series());
  }

  /** From the sending of a pane's last step to its value on the page, in seconds, in no order. */
  synchronized List<Double> delays() {
    return List.copyOf(delays);
  }

  /** Panes whose estimate has not been seen. */
  synchronized int waiting() {
    return all.values().stream().mapToInt(series -> series.closed.size()).sum();
  }
}
