// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The degrees of freedom of greatest likelihood of a t law whose location and scale are given: the
 * zero of the derivative of the log likelihood in ln nu. Three to six evaluations, each a pass over
 * the sample with one logarithm per value. Thread-safe.
 */
final class DegreesOfFreedom {
  static final double LEAST = 0.25;
  // Above, the law differs from the Gaussian by less than 1e-6 in scale.
  static final double GREATEST = 1e6;

  private static final double LOG_LEAST = Math.log(LEAST);
  private static final double LOG_GREATEST = Math.log(GREATEST);
  private static final double ACCURACY = 1e-12;
  private static final double STEP_SHARE = 1e-3;
  private static final int EVALUATIONS = 1000;
  private static final int SERIES_FROM = 32;

  private DegreesOfFreedom() {}

  /**
   * The maximiser in [{@link #LEAST}, {@link #GREATEST}], positive infinity if the likelihood still
   * rises there.
   *
   * @param start where to look first
   * @param step how far in ln nu to look first, positive; the error of ln nu is a thousandth of it
   */
  static double mostLikely(
      double[] values, double location, double scale, double start, double step) {
    return mostLikely(nu -> slope(values, location, scale, nu), start, step);
  }

  /**
   * The same for any likelihood.
   *
   * @param slopeAt its derivative in ln nu, at nu
   */
  static double mostLikely(DoubleUnaryOperator slopeAt, double start, double step) {
    Map<Double, Double> known = new HashMap<>();
    UnivariateFunction slope =
        s -> known.computeIfAbsent(s, t -> slopeAt.applyAsDouble(Math.exp(t)));
    double from = Math.log(Math.min(GREATEST, start));
    boolean rising = slope.value(from) > 0;
    double to = from;
    double width = step;
    do {
      if (to == (rising ? LOG_GREATEST : LOG_LEAST)) {
        return rising ? Double.POSITIVE_INFINITY : LEAST;
      }
      from = to;
      to = rising ? Math.min(LOG_GREATEST, from + width) : Math.max(LOG_LEAST, from - width);
      width *= 4;
    } while (slope.value(to) > 0 == rising);
    // The ends are known; a guess by the secant leaves little to do when the bracket is narrow.
    double guess = from + (to - from) * known.get(from) / (known.get(from) - known.get(to));
    double low = Math.min(from, to);
    double high = Math.max(from, to);
    if (!(low < guess && guess < high)) {
      return Math.exp(guess);
    }
    double accuracy = Math.max(ACCURACY, step * STEP_SHARE);
    BrentSolver solver = new BrentSolver(accuracy, accuracy, 0);
    return Math.exp(solver.solve(EVALUATIONS, slope, low, high, guess));
  }

  /** Derivative of the log likelihood in ln nu. */
  static double slope(double[] values, double location, double scale, double nu) {
    double more = 1 + 1 / nu;
    double sum = 0;
    for (double x : values) {
      double z = (x - location) / scale;
      double q = 1 + z * z / nu;
      // q - 1, not z^2/nu: then the rounding of q moves z a little instead of the small difference.
      sum += Math.log(q) - more * ((q - 1) / q);
    }
    return nu / 2 * (values.length * normalisation(nu) - sum);
  }

  /**
   * psi((x + 1)/2) - psi(x/2) - 1/x with psi the digamma function, without the cancellation: by
   * {@code h(x) = 1/(x (x + 1)) - h(x + 1)} and its expansion in 1/x.
   */
  static double normalisation(double x) {
    double sum = 0;
    double sign = 1;
    double y = x;
    for (; y < SERIES_FROM; y++) {
      sum += sign / (y * (y + 1));
      sign = -sign;
    }
    double r = 1 / (y * y);
    double series = r * (0.5 + r * (-0.25 + r * (0.5 + r * (-2.125 + r * 15.5))));
    return sum + sign * series;
  }
}
