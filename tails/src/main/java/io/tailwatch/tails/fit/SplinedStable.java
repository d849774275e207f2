// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Arrays;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;

/**
 * A standard stable law by natural cubic splines through Nolan's integrals: of the log density and
 * of ln(F/(1 - F)) over s = arsinh(4x), in which power tails are straight lines. Beyond the nodes
 * both go on as straight lines.
 */
final class SplinedStable implements StandardStable {
  private static final double STRETCH = 4;
  private static final double FINE_STEP = 0.1;

  /** For laws that are zero or nearly so on one side of a point. */
  private static final int REFINED = 5;

  private static final double COARSE_STEP = 0.5;

  /** |x| = 30. */
  private static final int FINE = 55;

  /** |x| = 3e4. */
  private static final int COARSE = 14;

  private static final double LEAST_DENSITY = 1e-60;
  private static final double LEAST_PROBABILITY = 1e-13;

  private final Line logDensity;
  private final Line logOdds;
  private final double supportFrom;
  private final double supportTo;

  SplinedStable(double alpha, double beta) {
    StandardStable law = StandardStable.exact(alpha, beta);
    boolean oneSided = alpha < 1 && Math.abs(beta) == 1;
    double end = oneSided ? -beta * Math.tan(Math.PI / 2 * alpha) : 0;
    supportFrom = oneSided && beta > 0 ? end : Double.NEGATIVE_INFINITY;
    supportTo = oneSided && beta < 0 ? end : Double.POSITIVE_INFINITY;
    int parts = alpha < 1 && Math.abs(beta) > 0.9 ? REFINED : 1;
    int most = FINE * parts;
    Nodes densities = new Nodes(2 * (most + COARSE) + 1);
    Nodes odds = new Nodes(2 * (most + COARSE) + 1);
    for (int i = -most - COARSE; i <= most + COARSE; i++) {
      int fine = Math.max(-most, Math.min(most, i));
      double s = fine * FINE_STEP / parts + (i - fine) * COARSE_STEP;
      double x = Math.sinh(s) / STRETCH;
      Point point = law.at(x);
      double f = point.density();
      if (f > LEAST_DENSITY) {
        densities.add(s, Math.log(f));
      }
      if (Math.min(point.lower(), point.upper()) > LEAST_PROBABILITY) {
        odds.add(s, Math.log(point.lower() / point.upper()));
      }
    }
    logDensity = densities.line();
    logOdds = odds.line();
  }

  @Override
  public double density(double x) {
    return Math.exp(logDensity(x));
  }

  @Override
  public double logDensity(double x) {
    return x <= supportFrom || x >= supportTo ? Double.NEGATIVE_INFINITY : logDensity.at(s(x));
  }

  @Override
  public double lower(double x) {
    if (x <= supportFrom) {
      return 0;
    }
    return x >= supportTo ? 1 : 1 / (1 + Math.exp(-logOdds.at(s(x))));
  }

  @Override
  public double upper(double x) {
    if (x <= supportFrom) {
      return 1;
    }
    return x >= supportTo ? 0 : 1 / (1 + Math.exp(logOdds.at(s(x))));
  }

  private static double s(double x) {
    double y = Math.abs(x);
    // The logarithm of a sum would overflow.
    double s =
        y > 1e100 ? Math.log(y) + Math.log(2 * STRETCH) : Math.log(STRETCH * y + root(STRETCH * y));
    return Math.copySign(s, x);
  }

  private static double root(double y) {
    return Math.sqrt(1 + y * y);
  }

  private static final class Nodes {
    private final double[] at;
    private final double[] value;
    private int count;

    Nodes(int size) {
      at = new double[size];
      value = new double[size];
    }

    void add(double s, double v) {
      at[count] = s;
      value[count++] = v;
    }

    Line line() {
      double[] s = Arrays.copyOf(at, count);
      double[] v = Arrays.copyOf(value, count);
      PolynomialSplineFunction spline = new SplineInterpolator().interpolate(s, v);
      var slope = spline.polynomialSplineDerivative();
      return new Line(
          spline,
          s[0],
          v[0],
          slope.value(s[0]),
          s[count - 1],
          v[count - 1],
          slope.value(s[count - 1]));
    }
  }

  private record Line(
      PolynomialSplineFunction spline,
      double from,
      double first,
      double firstSlope,
      double to,
      double last,
      double lastSlope) {
    double at(double s) {
      if (s < from) {
        return first + (s - from) * firstSlope;
      }
      return s > to ? last + (s - to) * lastSlope : spline.value(s);
    }
  }
}
