// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Arrays;
import java.util.Optional;

/**
 * A sample in order, divided by a power of two so that the greatest magnitude lies in [1/2, 1):
 * sums and squares of it do not overflow, and fits do not depend on the order of the sample.
 * Immutable by convention, as {@link #values} is not copied.
 *
 * @param values ascending; values 2^1000 times smaller than the greatest may round to 0
 * @param exponent the sample is {@code values * 2^exponent}
 */
record OrderedSample(double[] values, int exponent) {

  /** O(n log n). */
  static OrderedSample of(double[] finite) {
    double[] values = finite.clone();
    Arrays.sort(values);
    double greatest = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
    int exponent = greatest == 0 ? 0 : Math.getExponent(greatest) + 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], -exponent);
    }
    return new OrderedSample(values, exponent);
  }

  /** Why a sample cannot be fitted at all, if so. */
  static <L extends Law> Optional<Undefined<L>> refusal(double[] sample, int leastSize) {
    for (int i = 0; i < sample.length; i++) {
      if (!Double.isFinite(sample[i])) {
        return refused(
            FitProblem.NOT_FINITE, "values must be finite: value " + i + " was " + sample[i]);
      }
    }
    if (sample.length < leastSize) {
      return refused(
          FitProblem.TOO_FEW, "needs at least " + leastSize + " values: were " + sample.length);
    }
    if (Arrays.stream(sample).allMatch(x -> x == sample[0])) {
      return refused(FitProblem.CONSTANT, "all values are " + sample[0]);
    }
    return Optional.empty();
  }

  /** Linear interpolation of order statistics at p (n - 1), as most programs do. */
  double quantile(double p) {
    double h = p * (values.length - 1);
    int below = (int) h;
    int above = Math.min(below + 1, values.length - 1);
    return values[below] + (h - below) * (values[above] - values[below]);
  }

  /** How often the most frequent value occurs. */
  int mostFrequent() {
    int most = 0;
    int start = 0;
    for (int i = 1; i <= values.length; i++) {
      if (i == values.length || values[i] != values[start]) {
        most = Math.max(most, i - start);
        start = i;
      }
    }
    return most;
  }

  /** Back to the units of the sample; may overflow or underflow. */
  double restored(double value) {
    return Math.scalb(value, exponent);
  }

  /** Sum over the sample in order. */
  double logLikelihood(Law law) {
    double sum = 0;
    for (double value : values) {
      sum += law.logDensity(restored(value));
    }
    return sum;
  }

  private static <L extends Law> Optional<Undefined<L>> refused(FitProblem problem, String detail) {
    return Optional.of(new Undefined<>(problem, detail));
  }
}
