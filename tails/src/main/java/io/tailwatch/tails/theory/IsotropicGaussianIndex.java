// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.KestenResult.Status;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.util.FastMath;

/**
 * The tail index of SGD on fresh rows {@code N(0, sigma^2 I)} in d dimensions: the positive root
 * alpha of
 *
 * <p>{@code E [((1 - gamma delta - gamma sigma^2 X / B)^2 + (gamma sigma^2 / B)^2 X Y)^{alpha/2}] =
 * 1}, {@code X ~ chi^2_B} and {@code Y ~ chi^2_{d-1}} independent, {@code Y = 0} for {@code d = 1}
 *
 * <p>(Gurbuzbalaban, Simsekli and Zhu, ICML 2021, Theorem 3). The index is 2 at {@code gamma = 2 B
 * / (sigma^2 (d + B + 1))} if {@code delta = 0}.
 *
 * <p>The expectation is computed by the trapezoidal rule after logarithmic substitutions, in X on
 * both sides of the point where the first square vanishes: the integrand is not smooth there, and
 * in few dimensions Gauss-Laguerre quadrature would be content with three digits. Relative error
 * below 1e-8. Cost of one index: some ten expectations of at most 1e6 terms for {@code d > 1} and
 * 1,000 terms for {@code d = 1}, growing as the root of the batch size. Equal arguments give equal
 * bits. Static and thread-safe.
 */
public final class IsotropicGaussianIndex {
  /** Above it an index is not searched for; a tail that light shows at no depth. */
  static final double LARGEST = 1000;

  static final double STEP = 0.3;
  private static final double FIRST_GUESS = 2;
  private static final double FACTOR = 1.5;
  private static final double ACCURACY = 1e-12;
  private static final int EVALUATIONS = 200;
  // Terms below exp(-CUT) of the largest are left out.
  private static final double CUT = 34;
  // Beside a square that many times X, no Y matters.
  private static final double NEGLIGIBLE = 1e100;
  // With so small a step the index is near 1 / pull, and 1 - E |M u|^alpha drowns in rounding.
  private static final double SMALL_STEP = 1e-4;

  private final double degrees;
  private final double batch;
  private final double keep;
  private final double pull;
  private final double step;
  private final double logNormX;
  private final double logNormY;

  IsotropicGaussianIndex(int dimension, double variance, SgdStep step, double quadratureStep) {
    degrees = dimension - 1.0;
    batch = step.batchSize();
    keep = 1 - step.learningRate() * step.ridge();
    pull = step.learningRate() * variance / batch;
    this.step = quadratureStep;
    logNormX = logNorm(batch);
    logNormY = degrees > 0 ? logNorm(degrees) : 0;
  }

  /**
   * The index, with status {@link Status#EXACT}; none, with status {@link Status#DIVERGENT}, if the
   * moment of order 0.05 is not below 1 already, so that there is no stationary law or one without
   * any moment of use; none, with status {@link Status#TOO_LARGE}, above 1,000.
   *
   * @param dimension d, at least 1
   * @param variance sigma^2 of every component, positive
   * @param step learning rate, ridge and batch size; without momentum
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   */
  public static KestenResult of(int dimension, double variance, SgdStep step) {
    Require.that(dimension >= 1, "dimension", "at least 1", dimension);
    Require.positive("variance", variance);
    Require.that(step.momentum() == 0, "momentum", "0", step.momentum());
    return new IsotropicGaussianIndex(dimension, variance, step, STEP).result();
  }

  private KestenResult result() {
    if (keep >= 0 && pull * (degrees + batch + 1) < SMALL_STEP) {
      return KestenResult.none(Status.TOO_LARGE);
    }
    if (!(rate(KestenIndex.SMALLEST_INDEX) < 0)) {
      return KestenResult.none(Status.DIVERGENT);
    }
    double below = KestenIndex.SMALLEST_INDEX;
    double above = FIRST_GUESS;
    while (rate(above) < 0) {
      if (above >= LARGEST) {
        return KestenResult.none(Status.TOO_LARGE);
      }
      below = above;
      above = Math.min(LARGEST, above * FACTOR);
    }
    double root = new BrentSolver(ACCURACY, ACCURACY).solve(EVALUATIONS, this::rate, below, above);
    return new KestenResult(
        OptionalDouble.of(root), 0, OptionalDouble.empty(), false, Status.EXACT);
  }

  private double rate(double alpha) {
    return logMoment(alpha) / alpha;
  }

  /** {@code log E |M u|^alpha}; NaN or infinite where a factor leaves the range of numbers. */
  double logMoment(double alpha) {
    double halfX = batch / 2 + alpha;
    double largest = 2 * (halfX + 12 * FastMath.sqrt(halfX) + 2 * CUT);
    // Of X below it the probability is less than exp(-CUT).
    double logSmallest = 2 / batch * (logNormX + FastMath.log(batch / 2) - CUT);
    double h = Math.min(step, 2 * step * FastMath.sqrt(2 / (batch + 2 * alpha)));
    double split = keep / pull;
    if (!(split > 0)) {
      return integral(
          t -> term(FastMath.exp(t), t, -split, alpha), logSmallest, FastMath.log(largest), h);
    }
    double sum = Double.NEGATIVE_INFINITY;
    if (split > FastMath.exp(logSmallest)) {
      double low = logSmallest - FastMath.log(split - FastMath.exp(logSmallest));
      double high =
          largest < split ? Math.min(CUT, FastMath.log(largest / (split - largest))) : CUT;
      sum = integral(t -> belowSplit(t, split, alpha), low, high, h);
    }
    if (split < largest) {
      double low = FastMath.log(split) - CUT;
      double high = FastMath.log(largest - split);
      double above =
          integral(
              t -> {
                double distance = FastMath.exp(t);
                return term(split + distance, t, distance, alpha);
              },
              low,
              high,
              h);
      sum = logSum(sum, above);
    }
    return sum;
  }

  private double belowSplit(double t, double split, double alpha) {
    double x = split / (1 + FastMath.exp(-t));
    double distance = split / (1 + FastMath.exp(t));
    return term(x, FastMath.log(x) + FastMath.log(distance / split), distance, alpha);
  }

  /** Log of density of X times Jacobian times the moment given X. */
  private double term(double x, double logJacobian, double distance, double alpha) {
    double logDensity = (batch / 2 - 1) * FastMath.log(x) - x / 2 - logNormX;
    double ratio = distance / x * distance;
    double logMoment =
        degrees == 0 || ratio > NEGLIGIBLE
            ? alpha * FastMath.log(distance)
            : alpha / 2 * FastMath.log(x) + momentOfSum(ratio, alpha);
    return logDensity + logJacobian + alpha * FastMath.log(pull) + logMoment;
  }

  /** {@code log E (ratio + Y)^{alpha/2}}. */
  private double momentOfSum(double ratio, double alpha) {
    double center = FastMath.log(mode(ratio, alpha));
    double h = Math.min(step, 2 * step * FastMath.exp(-center / 2));
    double largest = logIntegrand(center, ratio, alpha);
    double sum = 1;
    for (int direction = -1; direction <= 1; direction += 2) {
      double term = 1;
      for (int i = 1; term > 1e-15 && i < 10_000; i++) {
        term = FastMath.exp(logIntegrand(center + direction * i * h, ratio, alpha) - largest);
        sum += term;
      }
    }
    return largest + FastMath.log(sum * h);
  }

  private double logIntegrand(double logY, double ratio, double alpha) {
    double y = FastMath.exp(logY);
    return degrees / 2 * logY - y / 2 - logNormY + alpha / 2 * FastMath.log(ratio + y);
  }

  /** Where the integrand of Y is largest on a log scale: the root of a quadratic equation. */
  private double mode(double ratio, double alpha) {
    double b = degrees + alpha - ratio;
    double root = FastMath.sqrt(b * b + 4 * ratio * degrees);
    return b >= 0 ? (b + root) / 2 : 2 * ratio * degrees / (root - b);
  }

  /** Log of the trapezoidal sum of exponentials over an interval. */
  private static double integral(DoubleUnaryOperator log, double low, double high, double h) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double count = FastMath.ceil((high - low) / h);
    for (int i = 0; i <= count; i++) {
      double value = log.applyAsDouble(low + i * h);
      if (value > largest) {
        sum = sum * FastMath.exp(largest - value) + 1;
        largest = value;
      } else {
        sum += FastMath.exp(value - largest);
      }
    }
    return largest + FastMath.log(sum * h);
  }

  private static double logSum(double a, double b) {
    return a > b
        ? a + FastMath.log1p(FastMath.exp(b - a))
        : b + FastMath.log1p(FastMath.exp(a - b));
  }

  private static double logNorm(double degrees) {
    return degrees / 2 * FastMath.log(2) + Gamma.logGamma(degrees / 2);
  }
}
