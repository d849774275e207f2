// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether the level of a series stayed where it was: the medians of the first and the second half
 * of a window, compared by Student's two-sample t-test.
 *
 * <p>Each half is cut into {@value #BLOCKS} blocks of adjacent panes (of an odd number of panes the
 * middle one is left out); a block's value is the mean of its panes' medians, so dependence within
 * blocks is part of the error. With 2 ({@value #BLOCKS} - 1) = 6 degrees of freedom the difference
 * counts as a change when a steady series would show one as large in fewer than {@value
 * #SIGNIFICANCE} of windows. Medians are of the samples for a signed sketch, of |x| otherwise.
 *
 * @param firstHalf mean of the block values of the first half
 * @param secondHalf the same of the second half
 * @param standardError of their difference
 * @param pValue two-sided, of no change
 */
public record Stationarity(
    double firstHalf, double secondHalf, double standardError, double pValue) {
  /** Blocks in each half. */
  public static final int BLOCKS = 4;

  /** The share of steady windows that may be called non-stationary. */
  public static final double SIGNIFICANCE = 0.001;

  /**
   * The test on the panes of a window, oldest first. Panes without a finite sample are left out;
   * empty when fewer than 8 others remain.
   */
  public static Optional<Stationarity> of(List<TailSketch> panes) {
    double[] medians =
        panes.stream()
            .map(pane -> pane.quantile(0.5))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return medians.length < 2 * BLOCKS ? Optional.empty() : Optional.of(compare(medians));
  }

  private static Stationarity compare(double[] medians) {
    int half = medians.length / 2;
    double[] first = blocks(medians, 0, half);
    double[] second = blocks(medians, medians.length - half, half);
    double difference = mean(second) - mean(first);
    int freedom = 2 * (BLOCKS - 1);
    double variance = (squares(first) + squares(second)) / freedom * 2 / BLOCKS;
    double error = StrictMath.sqrt(variance);
    double p;
    if (difference == 0) {
      p = 1;
    } else if (error == 0) {
      p = 0;
    } else {
      double t = Math.abs(difference) / error;
      p = 2 * new TDistribution(null, freedom).cumulativeProbability(-t);
    }
    return new Stationarity(mean(first), mean(second), error, p);
  }

  private static double[] blocks(double[] medians, int from, int length) {
    double[] blocks = new double[BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      int start = from + length * b / BLOCKS;
      int end = from + length * (b + 1) / BLOCKS;
      for (int i = start; i < end; i++) {
        blocks[b] += medians[i] / (end - start);
      }
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

  private static double squares(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
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
