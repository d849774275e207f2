// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A standard stable law by {@link StableIntegral}, by closed forms where there are, and next to
 * alpha = 1 by interpolation between laws that are far enough from it to lose no digits.
 */
final class NolanStable implements StandardStable {
  /** Nearer to alpha = 1 the exponent alpha/(alpha - 1) multiplies the rounding. */
  private static final double NEAR_ONE = 1e-3;

  /** At alpha = 1 the exponent 1/beta does. */
  private static final double NEAR_SYMMETRIC = 1e-3;

  /** At alpha = 1, from where on the expansion of the tail is nearer than the rounding. */
  private static final double FAR = 3e4;

  private static final double EULER = 0.57721566490153286;

  /** Relative distance to zeta below which its closed forms serve. */
  private static final double AT_ZETA = 1e-14;

  /** alpha = 2: variance 2, whatever beta. */
  private static final StandardStable GAUSS = new Closed(NormalDistribution.of(0, Math.sqrt(2)));

  private static final StandardStable CAUCHY = new Cauchy();

  private final double alpha;
  private final double beta;
  private final double tangent;
  private final double zeta;

  private NolanStable(double alpha, double beta) {
    this.alpha = alpha;
    this.beta = beta;
    this.tangent = alpha == 1 ? Double.POSITIVE_INFINITY : Math.tan(Math.PI / 2 * alpha);
    this.zeta = alpha == 1 || beta == 0 ? 0 : -beta * tangent;
  }

  static StandardStable of(double alpha, double beta) {
    if (alpha == 2) {
      return GAUSS;
    }
    if (alpha == 1 && beta == 0) {
      return CAUCHY;
    }
    if (alpha == 1 && Math.abs(beta) < NEAR_SYMMETRIC) {
      return new Between(
          new NolanStable(1, -NEAR_SYMMETRIC),
          CAUCHY,
          new NolanStable(1, NEAR_SYMMETRIC),
          beta / NEAR_SYMMETRIC);
    }
    if (alpha != 1 && Math.abs(alpha - 1) < NEAR_ONE) {
      return new Between(
          new NolanStable(1 - NEAR_ONE, beta),
          of(1, beta),
          new NolanStable(1 + NEAR_ONE, beta),
          (alpha - 1) / NEAR_ONE);
    }
    return new NolanStable(alpha, beta);
  }

  @Override
  public double density(double x) {
    return at(x).density();
  }

  @Override
  public double lower(double x) {
    return at(x).lower();
  }

  @Override
  public double upper(double x) {
    return at(x).upper();
  }

  @Override
  public Point at(double x) {
    double y = x - zeta;
    if (Double.isInfinite(y)) {
      return new Point(0, y > 0 ? 1 : 0, y > 0 ? 0 : 1);
    }
    if (alpha == 1) {
      return x > 0 ? one(beta, x) : one(-beta, -x).mirrored();
    }
    if (atZeta(x)) {
      double theta0 = Math.atan(beta * tangent) / alpha;
      double logGamma = Gamma.logGamma(1 + 1 / alpha);
      double logNorm = Math.log1p(zeta * zeta) / (2 * alpha);
      double density = Math.exp(logGamma - logNorm) * Math.cos(theta0) / Math.PI;
      return new Point(density, 0.5 - theta0 / Math.PI, 0.5 + theta0 / Math.PI);
    }
    return y > 0 ? other(beta, y) : other(-beta, -y).mirrored();
  }

  /** At alpha = 1 and x not negative, for skewness b of either sign. */
  private static Point one(double b, double x) {
    if (x > FAR) {
      double tail = Math.max(0, (1 + b) / (Math.PI * x) * expansion(b, x, 1));
      double density = Math.max(0, (1 + b) / (Math.PI * x * x) * expansion(b, x, 2));
      return new Point(density, 1 - tail, tail);
    }
    StableIntegral.Sums sums = StableIntegral.ofOne(Math.abs(b), b > 0 ? x : -x).sums();
    double density = sums.density() / (2 * Math.abs(b));
    Point point =
        new Point(density, Math.min(1, sums.decay() / Math.PI), Math.min(1, sums.rise() / Math.PI));
    return b > 0 ? point : point.mirrored();
  }

  /** At alpha other than 1, y right of zeta, for skewness b. */
  private Point other(double b, double y) {
    StableIntegral integral = StableIntegral.of(alpha, b, tangent, y);
    StableIntegral.Sums sums = integral.sums();
    double density = sums.density() * alpha / (Math.PI * Math.abs(alpha - 1)) / y;
    if (alpha > 1) {
      double upper = sums.decay() / Math.PI;
      return new Point(density, 1 - upper, upper);
    }
    double leftOfZeta = Math.PI - integral.width;
    return new Point(density, (leftOfZeta + sums.decay()) / Math.PI, sums.rise() / Math.PI);
  }

  private boolean atZeta(double x) {
    return Math.abs(x - zeta) <= AT_ZETA * Math.max(1e-100, Math.abs(zeta));
  }

  /**
   * At alpha = 1 for large x, the tail and the density (m = 1, 2) over their first order: P(X &gt;
   * x) is the integral over v of exp(-v - e v ln(v/x)) sin((1 + b) v/x)/(pi v) with e = 2b/(pi x),
   * here expanded to the second order in 1/x; the density has one more v/x.
   */
  private static double expansion(double b, double x, int m) {
    double e = 2 * b / (Math.PI * x);
    double log = Math.log(x);
    // Gamma, Gamma' and Gamma'' at m + 1 and m + 2.
    double g1 = m == 1 ? 1 : 2;
    double g2 = m == 1 ? 2 : 6;
    double p1 = m == 1 ? 1 - EULER : 1.5 - EULER;
    double p2 = m == 1 ? 1.5 - EULER : 11.0 / 6 - EULER;
    double t2 = Math.PI * Math.PI / 6 - (m == 1 ? 1.25 : 49.0 / 36);
    double first = g1 * (p1 - log);
    double second = g2 * (p2 * p2 + t2 - 2 * log * p2 + log * log);
    double sine = (1 + b) / x;
    return 1 - e * first + e * e / 2 * second - sine * sine * g2 / 6;
  }

  private record Closed(ContinuousDistribution law) implements StandardStable {
    @Override
    public double density(double x) {
      return law.density(x);
    }

    @Override
    public double lower(double x) {
      return law.cumulativeProbability(x);
    }

    @Override
    public double upper(double x) {
      return law.survivalProbability(x);
    }
  }

  /** alpha = 1, beta = 0: the distribution keeps its digits in both tails. */
  private record Cauchy() implements StandardStable {
    @Override
    public double density(double x) {
      return 1 / (Math.PI * (1 + x * x));
    }

    @Override
    public double lower(double x) {
      return upper(-x);
    }

    @Override
    public double upper(double x) {
      return Math.atan2(1, x) / Math.PI;
    }
  }

  /** Quadratic interpolation of logarithms between three laws at -1, 0 and 1. */
  private record Between(
      StandardStable below, StandardStable middle, StandardStable above, double at)
      implements StandardStable {
    @Override
    public Point at(double x) {
      Point a = below.at(x);
      Point b = middle.at(x);
      Point c = above.at(x);
      return new Point(
          value(a.density(), b.density(), c.density()),
          value(a.lower(), b.lower(), c.lower()),
          value(a.upper(), b.upper(), c.upper()));
    }

    @Override
    public double density(double x) {
      return at(x).density();
    }

    @Override
    public double lower(double x) {
      return at(x).lower();
    }

    @Override
    public double upper(double x) {
      return at(x).upper();
    }

    private double value(double a, double b, double c) {
      DoubleUnaryOperator from = Math::log;
      DoubleUnaryOperator to = Math::exp;
      if (!(a > 0 && b > 0 && c > 0)) {
        from = DoubleUnaryOperator.identity();
        to = v -> Math.max(0, v);
      }
      double first = from.applyAsDouble(a);
      double second = from.applyAsDouble(b);
      double third = from.applyAsDouble(c);
      return to.applyAsDouble(
          second + at * ((third - first) / 2 + at * (first - 2 * second + third) / 2));
    }
  }
}
