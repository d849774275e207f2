// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.LogExcess;
import io.tailwatch.tails.estimate.hill.TailSide;

/**
 * When a sample in time order exceeded a threshold, and by how much: what the measures of serial
 * dependence read.
 *
 * <p>An exceedance is a sample x &gt;= u in size, as in {@link HillPoint}. Zeros and non-finite
 * samples keep their place in time but are no exceedances and not part of n; for one side so are
 * the samples of the other. Immutable and thread-safe. Memory: 12 bytes per exceedance; cost: one
 * pass, one logarithm per exceedance.
 */
public final class Exceedances {
  private final double threshold;
  private final int length;
  private final long usable;
  private final int[] times;
  private final double[] logExcesses;

  private Exceedances(
      double threshold, int length, long usable, int[] times, double[] logExcesses) {
    this.threshold = threshold;
    this.length = length;
    this.usable = usable;
    this.times = times;
    this.logExcesses = logExcesses;
  }

  /**
   * The exceedances of a sample.
   *
   * @param sample in time order, already centred; any values
   * @param threshold u, positive and finite
   */
  public static Exceedances of(double[] sample, TailSide side, double threshold) {
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: was " + threshold);
    }
    int count = 0;
    long usable = 0;
    for (double x : sample) {
      if (isUsable(x, side)) {
        usable++;
        count += Math.abs(x) >= threshold ? 1 : 0;
      }
    }
    int[] times = new int[count];
    double[] logExcesses = new double[count];
    int next = 0;
    for (int t = 0; t < sample.length; t++) {
      double size = Math.abs(sample[t]);
      if (size >= threshold && isUsable(sample[t], side)) {
        times[next] = t;
        logExcesses[next++] = LogExcess.of(size, threshold);
      }
    }
    return new Exceedances(threshold, sample.length, usable, times, logExcesses);
  }

  private static boolean isUsable(double x, TailSide side) {
    return Double.isFinite(x)
        && x != 0
        && (side == TailSide.BOTH || (side == TailSide.RIGHT) == x > 0);
  }

  /** k. */
  public int count() {
    return times.length;
  }

  /** The number of time steps, those without a usable sample included. */
  public int length() {
    return length;
  }

  /** When the i-th exceedance came, in steps from 0, ascending. */
  public int time(int i) {
    return times[i];
  }

  /** ln(x/u) of the i-th exceedance. */
  public double logExcess(int i) {
    return logExcesses[i];
  }

  /** The Hill estimator of the sample at this threshold. */
  public HillPoint point() {
    double sum = 0;
    for (double excess : logExcesses) {
      sum += excess;
    }
    return new HillPoint(threshold, times.length, usable, sum);
  }

  /**
   * For m = 1..maxLag the sum of weight[i] weight[j] over the pairs of exceedances that are m steps
   * apart; index 0 holds the sum of squares. Cost: the number of pairs at most maxLag apart.
   */
  double[] laggedProducts(double[] weights, int maxLag) {
    double[] sums = new double[maxLag + 1];
    for (int i = 0; i < times.length; i++) {
      sums[0] += weights[i] * weights[i];
      for (int j = i - 1; j >= 0 && times[i] - times[j] <= maxLag; j--) {
        sums[times[i] - times[j]] += weights[i] * weights[j];
      }
    }
    return sums;
  }
}
