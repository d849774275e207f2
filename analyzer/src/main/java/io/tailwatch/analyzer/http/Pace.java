// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.tail.HistoryPoint;
import java.util.List;

/** How fast a training goes, by its own clock: a replay is as fast as it was. */
final class Pace {
  /** Points that it is taken from: few, so that a change shows soon, and not two, which jitter. */
  static final int POINTS = 9;

  private Pace() {}

  /**
   * Steps per second over the last points of the newest attempt; null when they do not tell.
   *
   * @param history oldest first
   */
  static Double stepsPerSecond(List<HistoryPoint> history) {
    if (history.isEmpty()) {
      return null;
    }
    HistoryPoint last = history.get(history.size() - 1);
    HistoryPoint first = last;
    for (int i = history.size() - 2; i >= Math.max(0, history.size() - POINTS); i--) {
      HistoryPoint before = history.get(i);
      if (!leads(before, first)) {
        break;
      }
      first = before;
    }
    long millis = last.takenAtMillis() - first.takenAtMillis();
    return millis > 0 ? (last.lastStep() - first.lastStep()) * 1_000.0 / millis : null;
  }

  private static boolean leads(HistoryPoint before, HistoryPoint after) {
    return before.attempt() == after.attempt()
        && before.takenAtMillis() > 0
        && before.takenAtMillis() <= after.takenAtMillis()
        && before.lastStep() < after.lastStep();
  }
}
