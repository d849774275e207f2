// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import java.util.function.DoubleBinaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Beta;

/**
 * What the Hill reading converges to when |X| is that of Student's t with nu degrees of freedom and
 * a fixed fraction f of the samples is used: the population reading H_f(nu), and its inverse.
 *
 * <pre>
 * 1 / H_f(nu) = (1/f) integral_0^inf P(|T| &gt; u e^z) dz = E[ln(|T|/u) ; |T| &gt; u] / f,   P(|T| &gt; u) = f.
 * </pre>
 *
 * <p>H_f(nu) &lt; nu grows with nu to a finite limit, the reading of a Gaussian; a reading at or
 * above it cannot be told from a light tail. The inverse is therefore model-based: it assumes that
 * the body of the law is Student's t too.
 *
 * <p>Method: with w = nu/(nu + x^2) = exp(-2 s/nu), the tail is P(|T| &gt; x) = c integral_s^inf
 * e^-r a(r)^-1/2 dr, where a(r) = (nu/2)(1 - e^(-2r/nu)) has the limit r for a Gaussian. Both
 * integrals run over y = r - s &gt;= 0 with the smooth weight e^-y and are taken by Gauss-Legendre
 * panels; the singularity at r = 0 is kept at least half a panel's width away. Relative error below
 * 1e-10 for f from 1e-6 to 0.99. Pure functions, thread-safe, deterministic. Cost: some hundred
 * exponentials and logarithms for each evaluation of an integral; a reading takes a few, an index
 * some tens.
 */
public final class StudentTReading {
  /** Weights that leave less than 1e-19 of the integral beyond this. */
  private static final double END = 45;

  private static final double WIDEST_PANEL = 8;
  private static final int MAX_NEWTON_STEPS = 60;

  /** A Newton step this small, relatively, leaves an error of the order of its square. */
  private static final double NEWTON_STEP = 1e-8;

  private static final int MAX_BRENT_STEPS = 200;

  private static final DoubleBinaryOperator MASS = (y, spread) -> 1;

  /** Gauss-Legendre with 16 points on [-1, 1], the positive half. */
  private static final double[] NODES = {
    0.0950125098376374402, 0.281603550779258913, 0.458016777657227386, 0.617876244402643748,
    0.755404408355003034, 0.865631202387831744, 0.944575023073232576, 0.98940093499164993
  };

  private static final double[] WEIGHTS = {
    0.189450610455068496, 0.182603415044923589, 0.169156519395002538, 0.149595988816576732,
    0.124628971255533872, 0.0951585116824927848, 0.0622535239386478929, 0.0271524594117540949
  };

  private StudentTReading() {}

  /**
   * H_f(nu), a survival exponent below nu.
   *
   * @param nu degrees of freedom, positive; infinite for a Gaussian
   * @param tailFraction f, in (0, 1)
   */
  public static double reading(double nu, double tailFraction) {
    if (!(nu > 0)) {
      throw new IllegalArgumentException("nu must be positive: was " + nu);
    }
    requireFraction(tailFraction);
    return 1 / hill(1 / nu, tailFraction);
  }

  /** The limit of H_f(nu) for nu to infinity: the reading of a Gaussian at f, in (0, 1). */
  public static double gaussianReading(double tailFraction) {
    requireFraction(tailFraction);
    return 1 / hill(0, tailFraction);
  }

  /**
   * The nu with H_f(nu) = reading; infinite when the reading is at or above that of a Gaussian.
   *
   * @param reading positive, or infinite
   * @param tailFraction f, in (0, 1)
   */
  public static double index(double reading, double tailFraction) {
    if (!(reading > 0)) {
      throw new IllegalArgumentException("reading must be positive: was " + reading);
    }
    requireFraction(tailFraction);
    double hill = 1 / reading;
    if (hill <= hill(0, tailFraction)) {
      return Double.POSITIVE_INFINITY;
    }
    // In 1/nu the curve is smooth up to the Gaussian, nearly straight, and above the diagonal; for
    // small nu above it by less than rounding, hence the margin.
    double accuracy = 1e-15 * Math.max(1, hill);
    return 1
        / new BrentSolver(1e-14, accuracy)
            .solve(MAX_BRENT_STEPS, c -> hill(c, tailFraction) - hill, 0, 1.001 * hill);
  }

  private static void requireFraction(double tailFraction) {
    if (!(tailFraction > 0 && tailFraction < 1)) {
      throw new IllegalArgumentException("tailFraction must be in (0, 1): was " + tailFraction);
    }
  }

  /** 1 / H_f for c = 1/nu >= 0. */
  private static double hill(double c, double tailFraction) {
    double s = start(c, tailFraction);
    double first = spread(c, s);
    double excess = integral(c, s, (y, spread) -> StrictMath.log(spread / first) / 2 + c * y);
    return excess / integral(c, s, MASS);
  }

  /** The s with P(|T| > x(s)) = f: Newton on ln P, which is convex and falls in s. */
  private static double start(double c, double tailFraction) {
    double target = StrictMath.log(tailFraction) + logWhole(c);
    double s = Math.max(1e-3, -StrictMath.log(tailFraction) / 2);
    for (int i = 0; i < MAX_NEWTON_STEPS; i++) {
      double mass = integral(c, s, MASS);
      double above = StrictMath.log(mass) - s - target;
      double next = Math.max(s / 16, s + above * mass * StrictMath.sqrt(spread(c, s)));
      double step = Math.abs(next - s);
      s = next;
      if (step <= NEWTON_STEP * s) {
        break;
      }
    }
    return s;
  }

  /**
   * ln of the integral of e^-r a(r)^-1/2 over r > 0: a Beta function, Gamma(1/2) for a Gaussian.
   */
  private static double logWhole(double c) {
    return c == 0
        ? StrictMath.log(StrictMath.PI) / 2
        : Beta.logBeta(1 / (2 * c), 0.5) - StrictMath.log(2 * c) / 2;
  }

  /** a(r) = (1 - e^(-2cr)) / (2c). */
  private static double spread(double c, double r) {
    return c == 0 ? r : -StrictMath.expm1(-2 * c * r) / (2 * c);
  }

  /** The integral of e^-y a(s + y)^-1/2 g(y, a(s + y)) over y > 0. */
  private static double integral(double c, double s, DoubleBinaryOperator g) {
    double sum = 0;
    for (double from = 0; from < END; ) {
      double half = Math.min(WIDEST_PANEL / 2, s + from);
      double middle = from + half;
      for (int i = 0; i < NODES.length; i++) {
        sum +=
            half
                * WEIGHTS[i]
                * (value(c, s, middle - half * NODES[i], g)
                    + value(c, s, middle + half * NODES[i], g));
      }
      from += 2 * half;
    }
    return sum;
  }

  private static double value(double c, double s, double y, DoubleBinaryOperator g) {
    double spread = spread(c, s + y);
    return StrictMath.exp(-y) / StrictMath.sqrt(spread) * g.applyAsDouble(y, spread);
  }
}
