// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.util.FastMath;

/**
 * The moment growth rate of hSGD with two distinct eigenvalues, by Chebyshev collocation. The share
 * {@code q = |z_1|^2 / Q} of the first block is a diffusion on [0, 1], and g(p) is the top of the
 * spectrum of
 *
 * <pre>
 * h -> 2 c s q (1-q) (beta_1 (1-q) + beta_2 q) h'' + ((1-q) D_1 - q D_2 + 2 c s q (1-q) (p-2) (beta_1 - beta_2)) h'
 *      + p ((D_1 + D_2) / 2 + (c/2) (p-2) s (beta_1 q + beta_2 (1-q))) h
 * s = alpha_1 q + alpha_2 (1-q)   D_1 = -2 a_1 q + m_1 c beta_1 s   D_2 = -2 a_2 (1-q) + m_2 c beta_2 s
 * </pre>
 *
 * without boundary conditions, as the second-order term vanishes at both ends. Cost O(nodes^3) per
 * rate. Immutable and thread-safe.
 */
final class TwoBlockSpectrum {
  private final TiltedProblem problem;
  private final double[] nodes;
  private final double[][] first;
  private final double[][] second;

  TwoBlockSpectrum(TiltedProblem problem, int nodeCount) {
    this.problem = problem;
    nodes = new double[nodeCount];
    for (int i = 0; i < nodeCount; i++) {
      double sine = FastMath.sin(FastMath.PI * i / (2 * (nodeCount - 1.0)));
      nodes[i] = sine * sine;
    }
    first = differentiation(nodes);
    second = new Array2DRowRealMatrix(first, false).power(2).getData();
  }

  /** g(p) per SGD step; NaN if the eigenvalues cannot be computed. */
  double growthRate(double p) {
    int n = nodes.length;
    double[][] operator = new double[n][n];
    double a1 = problem.decay[0];
    double a2 = problem.decay[1];
    double b1 = problem.beta[0];
    double b2 = problem.beta[1];
    double c = problem.noise;
    for (int i = 0; i < n; i++) {
      double q = nodes[i];
      double rest = 1 - q;
      double s = problem.alpha[0] * q + problem.alpha[1] * rest;
      double d1 = -2 * a1 * q + problem.multiplicity[0] * c * b1 * s;
      double d2 = -2 * a2 * rest + problem.multiplicity[1] * c * b2 * s;
      double diffusion = 2 * c * s * q * rest * (b1 * rest + b2 * q);
      double drift = rest * d1 - q * d2 + 2 * c * s * q * rest * (p - 2) * (b1 - b2);
      for (int j = 0; j < n; j++) {
        operator[i][j] = diffusion * second[i][j] + drift * first[i][j];
      }
      operator[i][i] += p * ((d1 + d2) / 2 + c / 2 * (p - 2) * s * (b1 * q + b2 * rest));
    }
    return problem.unit * topOf(operator);
  }

  private static double topOf(double[][] matrix) {
    for (double[] row : matrix) {
      for (double entry : row) {
        if (!Double.isFinite(entry)) {
          return Double.NaN;
        }
      }
    }
    double top = Double.NEGATIVE_INFINITY;
    try {
      for (double value :
          new EigenDecomposition(new Array2DRowRealMatrix(matrix, false)).getRealEigenvalues()) {
        top = Math.max(top, value);
      }
    } catch (MaxCountExceededException | MathArithmeticException e) {
      return Double.NaN;
    }
    return top;
  }

  /** Differentiation at Chebyshev extreme points; rows sum to zero exactly. */
  private static double[][] differentiation(double[] x) {
    int n = x.length;
    double[][] d = new double[n][n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double sign = (i + j) % 2 == 0 ? 1 : -1;
          d[i][j] = sign * endFactor(i, n) / endFactor(j, n) / difference(i, j, n);
          sum += d[i][j];
        }
      }
      d[i][i] = -sum;
    }
    return d;
  }

  private static double endFactor(int i, int n) {
    return i == 0 || i == n - 1 ? 2 : 1;
  }

  /** {@code x_i - x_j} as a product, which keeps all digits where nodes crowd. */
  private static double difference(int i, int j, int n) {
    double half = FastMath.PI / (2 * (n - 1.0));
    return FastMath.sin(half * (i + j)) * FastMath.sin(half * (i - j));
  }
}
