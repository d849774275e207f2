// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

/**
 * A closed interval of positive numbers; {@code upper} may be {@link Double#POSITIVE_INFINITY}, and
 * then so may {@code lower}.
 */
public record Interval(double lower, double upper) {
  /** Checks {@code 0 <= lower <= upper}. */
  public Interval {
    if (!(lower >= 0 && lower <= upper)) {
      throw new IllegalArgumentException(
          "interval must have 0 <= lower <= upper: was [" + lower + ", " + upper + "]");
    }
  }

  /** Whether {@code value} lies within the limits or on one of them; never for NaN. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  /** Whether there is no upper limit. */
  public boolean unbounded() {
    return upper == Double.POSITIVE_INFINITY;
  }
}
