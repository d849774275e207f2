// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.BracketingNthOrderBrentSolver;
import org.apache.commons.math3.exception.TooManyEvaluationsException;

/**
 * The integrals of Nolan (1997, Communications in Statistics: Stochastic Models 13, 759-774) for
 * one standard stable law and one argument x on the right of zeta.
 *
 * <p>All three have the form integral of h(g(theta)) d theta over an interval of length W, where g
 * is monotone. With psi and phi the distances of theta from the ends, z = ln(psi / phi) is the
 * variable here: psi and phi keep their digits however close theta is to an end, which is where the
 * mass of far tails lies, and in z every integrand is smooth on a scale of about one or of 1/|d ln
 * g/dz|. Panels of the Gauss-Legendre rule start at g = 1 with that width, double up to a fixed
 * one, and end when a rigorous bound of what is left is below the rounding of the sum.
 */
abstract class StableIntegral {
  /**
   * The integrals over theta, each with its own digits where it is small.
   *
   * @param density of g exp(-g)
   * @param decay of exp(-g)
   * @param rise of 1 - exp(-g)
   */
  record Sums(double density, double decay, double rise) {}

  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(16);
  private static final double END = 700;
  private static final double LARGEST_LOG = 1e4;
  private static final double LEVEL_TOLERANCE = 0.2;
  private static final int MAX_EVALUATIONS = 200;
  private static final double WIDEST_PANEL = 1;
  private static final double NEGLIGIBLE = 1e-14;

  /** Length of the interval of theta. */
  final double width;

  /** Whether g grows with z. */
  private final boolean increasing;

  private double start;
  private double scale;

  StableIntegral(double width, boolean increasing) {
    this.width = width;
    this.increasing = increasing;
  }

  /** ln g at the point with distances psi and phi from the ends. */
  abstract double logAt(double psi, double phi);

  /** Finds where g = 1, or one above its infimum where that is positive. */
  final StableIntegral prepared() {
    if (!(width > 0)) {
      return this;
    }
    double sign = increasing ? 1 : -1;
    double infimum = Math.exp(log(-sign * END));
    double level = Math.log1p(infimum);
    if (log(-sign * END) >= level) {
      start = -sign * END;
    } else if (log(sign * END) <= level) {
      start = sign * END;
    } else {
      var solver = new BracketingNthOrderBrentSolver(1e-14, 1e-12, LEVEL_TOLERANCE, 3);
      try {
        start =
            solver.solve(MAX_EVALUATIONS, z -> log(z) - level, -END, END, AllowedSolution.ANY_SIDE);
      } catch (TooManyEvaluationsException e) {
        start = 0;
      }
    }
    double h = 1e-5;
    double slope = Math.abs(log(start + h) - log(start - h)) / (2 * h);
    scale = Math.min(WIDEST_PANEL, 1 / Math.max(slope, 1e-3));
    return this;
  }

  /** The integrals. */
  final Sums sums() {
    double[] sums = new double[3];
    if (width > 0) {
      addSide(sums, -1);
      addSide(sums, 1);
    }
    return new Sums(sums[0], sums[1], sums[2]);
  }

  private void addSide(double[] sums, int direction) {
    boolean towardsLargeG = increasing == (direction > 0);
    double panel = scale;
    double from = start;
    while (true) {
      double middle = from + direction * panel / 2;
      double density = 0;
      double decay = 0;
      double rise = 0;
      for (int i = 0; i < RULE.getNumberOfPoints(); i++) {
        double z = middle + RULE.getPoint(i) * panel / 2;
        double g = Math.exp(log(z));
        double weight = RULE.getWeight(i) * density(z);
        double e = Math.exp(-g);
        density += e > 0 ? weight * g * e : 0;
        decay += weight * e;
        rise += weight * -Math.expm1(-g);
      }
      sums[0] += density * panel / 2;
      sums[1] += decay * panel / 2;
      sums[2] += rise * panel / 2;
      from += direction * panel;
      panel = Math.min(2 * panel, WIDEST_PANEL);
      // Of what is left, one of decay and rise tends to 0, and the other is nearly constant.
      double left = direction > 0 ? phi(from) : psi(from);
      double g = Math.exp(log(from));
      double e = Math.exp(-g);
      double off = left * (towardsLargeG ? e : -Math.expm1(-g));
      double on = left * (towardsLargeG ? -Math.expm1(-g) : e);
      int vanishing = towardsLargeG ? 1 : 2;
      boolean ended =
          (e == 0 || left * g * e <= NEGLIGIBLE * sums[0])
              && off <= NEGLIGIBLE * sums[vanishing]
              && Math.min(on, off) <= NEGLIGIBLE * sums[3 - vanishing];
      if (ended || Math.abs(from) > END) {
        sums[3 - vanishing] += on;
        return;
      }
    }
  }

  private double log(double z) {
    double log = logAt(psi(z), phi(z));
    return Math.max(-LARGEST_LOG, Math.min(LARGEST_LOG, log));
  }

  private double psi(double z) {
    return z > 0 ? width / (1 + Math.exp(-z)) : phi(-z);
  }

  private double phi(double z) {
    double e = Math.exp(-Math.abs(z));
    return z > 0 ? width * e / (1 + e) : width / (1 + e);
  }

  private double density(double z) {
    double e = Math.exp(-Math.abs(z));
    return width * e / ((1 + e) * (1 + e));
  }

  /**
   * g for alpha other than one, at y = x - zeta above zero.
   *
   * @param tangent tan(pi alpha / 2)
   */
  static StableIntegral of(double alpha, double beta, double tangent, double y) {
    double t = Math.abs(tangent);
    double constant = alpha * Math.log(y) - 0.5 * Math.log1p(beta * t * (beta * t));
    if (alpha > 1) {
      // pi - alpha W, without cancellation where beta is near -1.
      double c = Math.atan2((1 + beta) * t, 1 - beta * t * t);
      return new StableIntegral((Math.PI - c) / alpha, false) {
        @Override
        double logAt(double psi, double phi) {
          double a = alpha * psi;
          double sine = Math.sin(phi);
          double other = a > Math.PI / 2 ? Math.sin(c + alpha * phi) : Math.sin(a);
          return (constant + alpha * Math.log(sine / other)) / (alpha - 1)
              + Math.log(Math.sin(c + (alpha - 1) * phi) / sine);
        }
      }.prepared();
    }
    // W, and pi - W without cancellation where beta is near 1.
    double width = Math.atan2((1 + beta) * t, 1 - beta * t * t) / alpha;
    double d = Math.atan2((1 - beta) * t, 1 + beta * t * t) / alpha;
    return new StableIntegral(width, true) {
      @Override
      double logAt(double psi, double phi) {
        double sine = phi > Math.PI / 2 ? Math.sin(d + psi) : Math.sin(phi);
        return (constant + alpha * Math.log(sine / Math.sin(alpha * psi))) / (alpha - 1)
            + Math.log(Math.sin(d + (1 - alpha) * psi) / sine);
      }
    }.prepared();
  }

  /** g for alpha one and beta above zero. */
  static StableIntegral ofOne(double beta, double x) {
    return new StableIntegral(Math.PI, true) {
      @Override
      double logAt(double psi, double phi) {
        boolean left = psi < phi;
        double nearest = left ? psi : phi;
        double linear =
            left ? Math.PI / 2 * (1 - beta) + beta * psi : Math.PI / 2 * (1 + beta) - beta * phi;
        double tangent = (left ? -1 : 1) / Math.tan(nearest);
        return (linear * tangent - Math.PI / 2 * x) / beta
            + Math.log(2 / Math.PI * linear / Math.sin(nearest));
      }
    }.prepared();
  }
}
