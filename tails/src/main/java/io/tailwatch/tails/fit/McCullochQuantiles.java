// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.function.DoubleUnaryOperator;

/**
 * What McCulloch's quantiles say of a sample.
 *
 * @param range upper less lower quartile
 * @param alpha in [0.5, 2]; 0.5 also where it is less
 * @param beta 0 at alpha = 2
 */
record McCullochQuantiles(double range, double alpha, double beta, double scale, double location) {
  private static final double LEAST_SPREAD = 1e-100;
  private static final int BISECTIONS = 60;

  /** Of at least two ascending values of magnitude at most 1. */
  static McCullochQuantiles of(double[] ascending) {
    return of(
        quantile(ascending, 0.05),
        quantile(ascending, 0.25),
        quantile(ascending, 0.5),
        quantile(ascending, 0.75),
        quantile(ascending, 0.95));
  }

  /** Of five quantiles, ascending. */
  static McCullochQuantiles of(double q05, double q25, double q50, double q75, double q95) {
    double range = q75 - q25;
    if (!(range > LEAST_SPREAD)) {
      return new McCullochQuantiles(range, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double nuAlpha = (q95 - q05) / range;
    double nuBeta = ((q95 - q50) - (q50 - q05)) / (q95 - q05);
    double size = Math.abs(nuBeta);
    double beta =
        crossing(
            b -> McCullochTables.at(McCullochTables.NU_BETA, alpha(nuAlpha, b), b) - size, 0, 1);
    double alpha = alpha(nuAlpha, beta);
    if (alpha == 2) {
      beta = 0;
    }
    double scale = range / McCullochTables.at(McCullochTables.NU_C, alpha, beta);
    double shift = Math.signum(nuBeta) * McCullochTables.at(McCullochTables.NU_ZETA, alpha, beta);
    return new McCullochQuantiles(
        range, alpha, Math.copySign(beta, nuBeta), scale, q50 + scale * shift);
  }

  boolean usable() {
    return range > LEAST_SPREAD;
  }

  Undefined<StableLaw> refusal() {
    return new Undefined<>(
        FitProblem.OUT_OF_RANGE,
        "quartile range over greatest magnitude must exceed 1e-100: was " + range);
  }

  private static double alpha(double nuAlpha, double beta) {
    return crossing(
        a -> nuAlpha - McCullochTables.at(McCullochTables.NU_ALPHA, a, beta),
        McCullochTables.FIRST_ALPHA,
        2);
  }

  /** Where an increasing function changes sign, or the end next to which it would. */
  private static double crossing(DoubleUnaryOperator function, double from, double to) {
    if (function.applyAsDouble(from) >= 0) {
      return from;
    }
    if (!(function.applyAsDouble(to) > 0)) {
      return to;
    }
    double low = from;
    double high = to;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (function.applyAsDouble(middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** His convention: the i-th of n values is the quantile at (2i - 1)/(2n), lines between. */
  private static double quantile(double[] ascending, double p) {
    double h = Math.max(0, Math.min(ascending.length - 1, p * ascending.length - 0.5));
    int below = (int) h;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (h - below) * (ascending[above] - ascending[below]);
  }
}
