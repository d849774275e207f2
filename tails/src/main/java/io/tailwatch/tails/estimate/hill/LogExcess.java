// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

/** ln(x/u), the logarithm of how far a sample lies above a threshold; pure and thread-safe. */
public final class LogExcess {
  private LogExcess() {}

  /**
   * ln(x/u) without cancellation near u, and without overflow for any two positive doubles. It
   * depends on the ratio only, so that a power of two changes no bit of it unless the ratio
   * overflows.
   *
   * @param x at least u
   */
  public static double of(double x, double u) {
    double ratio = x / u;
    if (ratio < 2) {
      return StrictMath.log1p((x - u) / u);
    }
    return ratio < Double.POSITIVE_INFINITY
        ? StrictMath.log(ratio)
        : StrictMath.log(x) - StrictMath.log(u);
  }
}
