// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.Arrays;

/**
 * How many independent values a series is worth where its distribution function is estimated, as in
 * a test of fit: n over the variance inflation of the share of values above the median, or of the
 * share of values farther from the median than half of them, whichever is larger. The first sees a
 * level that lasts, the second a size that lasts (volatility).
 *
 * <p>The inflation is 1 + 2 times the sum of the autocorrelations of the indicator ({@link
 * Extremogram}, cut after Politis 2003); for a Gaussian autoregression that sum is of 2/pi
 * asin(phi^m). It is about the body: the exceedances of a high threshold depend on each other less,
 * or more. Negative dependence counts as none.
 *
 * <p>Stateless and thread-safe. Cost: two sorts, and n times {@value #MAX_LAG} / 2 pairs at most.
 */
public final class EffectiveSize {
  /** The longest lag that is looked at. */
  public static final int MAX_LAG = 1_000;

  private static final int LEAST_SIZE = 20;

  private EffectiveSize() {}

  /**
   * The effective size, in (0, n]; n below {@value #LEAST_SIZE} values, which show no dependence.
   *
   * @param sample in time order
   * @throws IllegalArgumentException if a value is not finite
   */
  public static double of(double[] sample) {
    for (double x : sample) {
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException("values must be finite: was " + x);
      }
    }
    if (sample.length < LEAST_SIZE) {
      return sample.length;
    }
    double median = median(sample);
    double[] distances = Arrays.stream(sample).map(x -> Math.abs(x / 2 - median / 2)).toArray();
    double inflation = Math.max(inflation(sample, median), inflation(distances, median(distances)));
    return sample.length / Math.max(1, inflation);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Of the indicator of the values above the median; 1 where there are none. */
  private static double inflation(double[] values, double median) {
    double[] halves = Arrays.stream(values).map(x -> x > median ? 2 : 1).toArray();
    Exceedances upper = Exceedances.of(halves, TailSide.BOTH, 2);
    return upper.count() == 0
        ? 1
        : Extremogram.of(upper, Math.min(MAX_LAG, values.length / 4)).inflation();
  }
}
