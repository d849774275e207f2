// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The log excess of a tail over one threshold, as counts at points: the means of the buckets of a
 * sketch, of pieces of a sorted sample that are 0.01 wide. From the largest down.
 *
 * @param tailFraction f = k/n of the whole
 */
record TailBins(double tailFraction, double[] excess, double[] counts) {
  /**
   * Samples of a sorted sample nearer than this share a bin; the least bucket at m = 4 is wider.
   */
  private static final double LEAST_WIDTH = 0.01;

  /** Bins of a law: this wide in -ln of the probability beyond, and so many. */
  private static final double STEP = 0.2;

  private static final int STEPS = 60;

  /** The tail over the i-th threshold of a profile. */
  static TailBins of(TailProfile profile, int i) {
    return over(
        profile, i, profile.threshold(i), (double) profile.exceedances(i) / profile.sampleSize());
  }

  /** What a pane has over a bucket edge of the whole. */
  static TailBins ofPane(TailProfile pane, double threshold, double tailFraction) {
    int last = -1;
    while (last + 1 < pane.size() && pane.threshold(last + 1) >= threshold) {
      last++;
    }
    return over(pane, last, threshold, tailFraction);
  }

  private static TailBins over(
      TailProfile profile, int last, double threshold, double tailFraction) {
    double[] excess = new double[last + 1];
    double[] counts = new double[last + 1];
    int size = 0;
    double bottom = StrictMath.log(threshold);
    double end = Double.POSITIVE_INFINITY;
    double sumBefore = 0;
    double countBefore = 0;
    for (int j = 0; j <= last; j++) {
      double above = StrictMath.log(profile.threshold(j)) - bottom;
      if (above > end && j < last) {
        continue;
      }
      // The sum of the log excess over the threshold, from the top down to bin j.
      double count = profile.exceedances(j);
      double sum = profile.sumLogExcess(j) + count * above;
      counts[size] = count - countBefore;
      excess[size] = Math.max(0, (sum - sumBefore) / counts[size]);
      size++;
      sumBefore = sum;
      countBefore = count;
      end = above - LEAST_WIDTH;
    }
    return new TailBins(tailFraction, Arrays.copyOf(excess, size), Arrays.copyOf(counts, size));
  }

  /**
   * What lognormal samples look like: counts are shares.
   *
   * @param s standard deviation of ln|X|
   */
  static TailBins logNormal(double s, double tailFraction) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double start = -normal.inverseCumulativeProbability(tailFraction);
    double[] excess = new double[STEPS];
    double[] counts = new double[STEPS];
    for (int j = 0; j < STEPS; j++) {
      double level = (STEPS - 1 - j) * STEP;
      counts[j] = StrictMath.exp(-level) * -StrictMath.expm1(-STEP);
      double middle = tailFraction * StrictMath.exp(-level - STEP / 2);
      excess[j] = s * (-normal.inverseCumulativeProbability(middle) - start);
    }
    return new TailBins(tailFraction, excess, counts);
  }

  /** The sum of a function of the log excess over the samples. */
  double sum(DoubleUnaryOperator function) {
    double sum = 0;
    for (int j = 0; j < excess.length; j++) {
      sum += counts[j] * function.applyAsDouble(excess[j]);
    }
    return sum;
  }

  /** The mean of a function of the log excess. */
  double mean(DoubleUnaryOperator function) {
    return sum(function) / exceedances();
  }

  /** k. */
  double exceedances() {
    return sum(y -> 1);
  }

  /** The largest log excess. */
  double largest() {
    return excess[0];
  }
}
