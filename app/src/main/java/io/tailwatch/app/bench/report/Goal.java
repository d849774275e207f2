// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.report;

/**
 * What a measured value should be.
 *
 * @param atMost whether small values are good
 * @param goal what is aimed at
 * @param gate the least that is accepted
 */
public record Goal(boolean atMost, double goal, double gate) {

  /** Small values are good. */
  public static Goal atMost(double goal, double gate) {
    return new Goal(true, goal, gate);
  }

  /** Large values are good. */
  public static Goal atLeast(double goal, double gate) {
    return new Goal(false, goal, gate);
  }

  /** {@code goal met}, {@code gate met} or {@code missed}. */
  public String judge(double value) {
    return meets(value, goal) ? "goal met" : meets(value, gate) ? "gate met" : "missed";
  }

  private boolean meets(double value, double limit) {
    return atMost ? value <= limit : value >= limit;
  }

  /** Goal and gate, for tables. */
  public String text() {
    String sign = atMost ? "≤ " : "≥ ";
    return sign + Figures.text(goal) + " (" + sign + Figures.text(gate) + ")";
  }
}
