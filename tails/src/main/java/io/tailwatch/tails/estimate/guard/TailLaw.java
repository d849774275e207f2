// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.apache.commons.math3.special.Gamma;

/**
 * Laws of one shape parameter for the tail above a threshold that a fraction f of the samples
 * exceeds: the scale is tied by P(|X| &gt; u) = f, as in a likelihood of the samples above u with
 * those below it censored. Each gives the log density of the log excess y = ln(x/u), fitted by
 * maximum likelihood.
 */
final class TailLaw {
  private static final double LN_SQRT_2PI = StrictMath.log(2 * StrictMath.PI) / 2;

  /** 1/nu of Student's t: degrees of freedom from 0.2 to 100. */
  private static final double LEAST_INVERSE = 0.01;

  private static final double LARGEST_INVERSE = 5;

  /** Shapes of the Weibull law. */
  private static final double LEAST_SHAPE = 0.01;

  private static final double LARGEST_SHAPE = 10;

  /** Exponents beyond this leave the range of double. */
  private static final double LARGEST_EXPONENT = 600;

  /** The likelihood is flat at its top: the square of this is what it loses. */
  private static final double RELATIVE = 1e-3;

  private static final double ABSOLUTE = 1e-6;
  private static final int MAX_EVALUATIONS = 500;

  private TailLaw() {}

  /** Pareto: density e^(-y/H)/H. */
  static DoubleUnaryOperator pareto(TailBins tail) {
    double index = 1 / tail.mean(y -> y);
    double log = StrictMath.log(index);
    return y -> log - index * y;
  }

  /**
   * Lognormal: ln|X| normal of standard deviation s, with y = 0 at its quantile z of level 1 - f.
   */
  static DoubleUnaryOperator logNormal(TailBins tail) {
    double z = quantile(tail.tailFraction());
    double s = logNormalDeviation(tail);
    double log = -StrictMath.log(s) - LN_SQRT_2PI - StrictMath.log(tail.tailFraction());
    return y -> log - (z + y / s) * (z + y / s) / 2;
  }

  /** The fitted s: the likelihood equation s^2 = z H s + M2 is solved exactly. */
  static double logNormalDeviation(TailBins tail) {
    double half = quantile(tail.tailFraction()) * tail.mean(y -> y) / 2;
    return half + StrictMath.sqrt(half * half + tail.mean(y -> y * y));
  }

  private static double quantile(double f) {
    return -new NormalDistribution(null, 0, 1).inverseCumulativeProbability(f);
  }

  /** Weibull: P(|X| &gt; x) = f^((x/u)^c); c = 1 is exponential, c = 2 close to Gaussian. */
  static DoubleUnaryOperator weibull(TailBins tail) {
    double rate = -StrictMath.log(tail.tailFraction());
    double largest =
        Math.min(LARGEST_SHAPE, LARGEST_EXPONENT / Math.max(tail.largest(), 1 / LARGEST_EXPONENT));
    DoubleFunction<DoubleUnaryOperator> law =
        logShape -> {
          double shape = StrictMath.exp(logShape);
          double log = StrictMath.log(rate) + logShape;
          return y -> log + shape * y - rate * StrictMath.expm1(shape * y);
        };
    return fitted(tail, law, StrictMath.log(LEAST_SHAPE), StrictMath.log(largest));
  }

  /** Student's t about zero, folded. */
  static DoubleUnaryOperator studentT(TailBins tail) {
    double f = tail.tailFraction();
    return fitted(tail, inverse -> studentT(1 / inverse, f), LEAST_INVERSE, LARGEST_INVERSE);
  }

  private static DoubleUnaryOperator studentT(double nu, double f) {
    double quantile = -new TDistribution(null, nu).inverseCumulativeProbability(f / 2);
    double logQuantile = StrictMath.log(quantile);
    double log =
        Gamma.logGamma((nu + 1) / 2)
            - Gamma.logGamma(nu / 2)
            - StrictMath.log(nu * StrictMath.PI) / 2
            + StrictMath.log(2 / f)
            + logQuantile;
    double power = (nu + 1) / 2;
    double ratio = 2 * logQuantile - StrictMath.log(nu);
    // ln(1 + x^2/nu) with x = quantile e^y: the exponential leaves the range of double long after
    // the 1 has become negligible.
    return y -> {
      double exponent = ratio + 2 * y;
      double growth =
          exponent > LARGEST_EXPONENT ? exponent : StrictMath.log1p(StrictMath.exp(exponent));
      return log + y - power * growth;
    };
  }

  private static DoubleUnaryOperator fitted(
      TailBins tail, DoubleFunction<DoubleUnaryOperator> law, double from, double to) {
    double best =
        new BrentOptimizer(RELATIVE, ABSOLUTE)
            .optimize(
                new MaxEval(MAX_EVALUATIONS),
                GoalType.MAXIMIZE,
                new SearchInterval(from, to),
                new UnivariateObjectiveFunction(shape -> tail.sum(law.apply(shape))))
            .getPoint();
    return law.apply(best);
  }
}
