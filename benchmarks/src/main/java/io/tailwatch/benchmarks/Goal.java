// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import java.util.Locale;

/**
 * What a measured value should be.
 *
 * @param atMost whether small values are good
 * @param goal what is aimed at
 * @param gate the least that is accepted
 */
record Goal(boolean atMost, double goal, double gate) {

  static Goal atMost(double goal, double gate) {
    return new Goal(true, goal, gate);
  }

  static Goal atLeast(double goal, double gate) {
    return new Goal(false, goal, gate);
  }

  /** {@code goal met}, {@code gate met} or {@code missed}. */
  String judge(double value) {
    return meets(value, goal) ? "goal met" : meets(value, gate) ? "gate met" : "**missed**";
  }

  private boolean meets(double value, double limit) {
    return atMost ? value <= limit : value >= limit;
  }

  String goalText() {
    return text(goal);
  }

  String gateText() {
    return text(gate);
  }

  private String text(double limit) {
    return (atMost ? "≤ " : "≥ ") + number(limit);
  }

  /** Three digits, as the tables show numbers. */
  static String number(double value) {
    if (value != 0 && Math.abs(value) < 0.01) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return Math.abs(value) >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
