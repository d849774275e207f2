// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Exact moments of heavy-ball SGD in one dimension: with {@code s = gamma (delta + a^2)} the state
 * follows {@code x' = (1 - s) x + beta m, m' = beta m - s x}, and {@code E x^a m^b} of one even
 * degree {@code p = a + b} obey a linear recursion, whose spectral radius is {@code k(p)}. An
 * independent check of the particles: {@code log k} is convex.
 */
final class MomentumMoments {
  /** {@code E s^i}. */
  private final IntToDoubleFunction scaleMoment;

  private final double beta;

  private MomentumMoments(IntToDoubleFunction scaleMoment, double beta) {
    this.scaleMoment = scaleMoment;
    this.beta = beta;
  }

  /** Fresh rows N(0, 1), one a step. */
  static MomentumMoments gaussian(SgdStep step) {
    return new MomentumMoments(
        i -> gaussianMoment(i, step.learningRate(), step.ridge()), step.momentum());
  }

  /** Given rows of length 1, one a step. */
  static MomentumMoments ofRows(double[][] rows, SgdStep step) {
    double[] scales =
        Arrays.stream(rows)
            .mapToDouble(row -> step.learningRate() * (step.ridge() + row[0] * row[0]))
            .toArray();
    return new MomentumMoments(
        i -> Arrays.stream(scales).map(s -> Math.pow(s, i)).average().orElseThrow(),
        step.momentum());
  }

  /** {@code log k(p)} of an even degree. */
  double logMoment(int p) {
    double[][] matrix = new double[p + 1][p + 1];
    double[] moments = IntStream.rangeClosed(0, p).mapToDouble(scaleMoment).toArray();
    for (int a = 0; a <= p; a++) {
      // Coefficient of s^i m^j x^(p-j) in ((1 - s) x + beta m)^a (beta m - s x)^(p-a).
      double[][] product = {{1}};
      for (int factor = 0; factor < p; factor++) {
        product = times(product, factor < a ? 1 : 0);
      }
      for (int i = 0; i < product.length; i++) {
        for (int j = 0; j <= p; j++) {
          matrix[a][p - j] += product[i][j] * moments[i];
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

  /** With {@code E z^(2k) = (2k - 1)!!}. */
  private static double gaussianMoment(int i, double rate, double ridge) {
    double sum = 0;
    double choose = 1;
    double odd = 1;
    for (int k = 0; k <= i; k++) {
      sum += choose * odd * Math.pow(ridge, i - k);
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
