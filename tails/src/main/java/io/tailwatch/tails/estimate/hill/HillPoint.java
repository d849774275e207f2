// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

/**
 * The Hill estimator at one threshold (Hill 1975, Ann. Statist. 3, 1163-1174).
 *
 * @param threshold u, in the unit of the samples
 * @param exceedances k, the number of samples x &gt;= u in size
 * @param sampleSize n, the number of usable samples: finite, not zero, on the chosen side
 * @param sumLogExcess the sum of ln(x/u) over the exceedances
 */
public record HillPoint(double threshold, long exceedances, long sampleSize, double sumLogExcess) {
  /** Checks that the numbers can belong together. */
  public HillPoint {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be positive: was " + threshold);
    }
    if (exceedances < 0 || exceedances > sampleSize) {
      throw new IllegalArgumentException(
          "exceedances must be in [0, " + sampleSize + "]: was " + exceedances);
    }
    if (!(sumLogExcess >= 0)) {
      throw new IllegalArgumentException("sumLogExcess must not be negative: was " + sumLogExcess);
    }
  }

  /**
   * The Hill reading alpha = 1/H = k / sumLogExcess, a survival exponent. Infinite when all
   * exceedances equal the threshold, NaN when there are none.
   */
  public double reading() {
    return exceedances / sumLogExcess;
  }

  /** f = k/n; NaN without samples. */
  public double tailFraction() {
    return (double) exceedances / sampleSize;
  }
}
