// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Exact moments of heavy-ball SGD in one dimension on fresh rows N(0, 1): with {@code s = gamma
 * (delta + z^2)} the state follows {@code x' = (1 - s) x + beta m, m' = beta m - s x}, and {@code E
 * x^a m^b} of one even degree {@code p = a + b} obey a linear recursion, whose spectral radius is
 * {@code k(p)}. An independent check of the particles: {@code log k} is convex.
 */
final class MomentumMoments {
  private final double rate;
  private final double ridge;
  private final double beta;

  MomentumMoments(double rate, double ridge, double beta) {
    this.rate = rate;
    this.ridge = ridge;
    this.beta = beta;
  }

  /** {@code log k(p)} of an even degree. */
  double logMoment(int p) {
    double[][] matrix = new double[p + 1][p + 1];
    for (int a = 0; a <= p; a++) {
      // Coefficient of s^i m^j x^(p-j) in ((1 - s) x + beta m)^a (beta m - s x)^(p-a).
      double[][] product = {{1}};
      for (int factor = 0; factor < p; factor++) {
        product = times(product, factor < a ? 1 : 0);
      }
      for (int i = 0; i < product.length; i++) {
        for (int j = 0; j <= p; j++) {
          matrix[a][p - j] += product[i][j] * scaleMoment(i);
        }
      }
    }
    double radius = 0;
    var eigen = new EigenDecomposition(new Array2DRowRealMatrix(matrix));
    for (int i = 0; i <= p; i++) {
      radius =
          Math.max(
              radius, new Complex(eigen.getRealEigenvalue(i), eigen.getImagEigenvalue(i)).abs());
    }
    return Math.log(radius);
  }

  /** Times {@code (constant - s) x + beta m}. */
  private double[][] times(double[][] polynomial, double constant) {
    int degree = polynomial.length;
    double[][] product = new double[degree + 1][degree + 1];
    for (int i = 0; i < degree; i++) {
      for (int j = 0; j < degree; j++) {
        product[i][j] += constant * polynomial[i][j];
        product[i + 1][j] -= polynomial[i][j];
        product[i][j + 1] += beta * polynomial[i][j];
      }
    }
    return product;
  }

  /** {@code E s^i}, with {@code E z^(2k) = (2k - 1)!!}. */
  private double scaleMoment(int i) {
    double sum = 0;
    double term = Math.pow(ridge, i);
    double choose = 1;
    double odd = 1;
    for (int k = 0; k <= i; k++) {
      sum += choose * odd * (k == 0 ? term : Math.pow(ridge, i - k));
      choose = choose * (i - k) / (k + 1);
      odd *= 2 * k + 1;
    }
    return Math.pow(rate, i) * sum;
  }

  /** Limits of the root of {@code log k} from its convexity: a chord, and two extended ones. */
  double[] indexLimits() {
    int p = 4;
    while (logMoment(p) < 0) {
      p += 2;
    }
    double above = logMoment(p);
    double below = logMoment(p - 2);
    double lower = p - 2 * above / (above - below);
    double upper = p - 2 * above / (logMoment(p + 2) - above);
    double earlier = p == 4 ? 0 : logMoment(p - 4);
    if (below > earlier) {
      upper = Math.min(upper, p - 2 - 2 * below / (below - earlier));
    }
    return new double[] {lower, upper};
  }
}
