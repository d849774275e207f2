// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The characteristic function of a stable law at fixed points t, as real parts and then imaginary
 * parts: of a law, of a sample, its covariance in samples of independent values, and its
 * derivatives by alpha, beta, ln scale and location.
 */
final class StableMoments {
  static final int PARAMETERS = 4;

  private static final double FIRST = 0.005;
  private static final int DOUBLINGS = 11;
  private static final int POINTS = 2 * DOUBLINGS;
  private static final double[] T = points();

  /** Relative; the values at neighbouring points are nearly collinear for light tails. */
  private static final double RIDGE = 1e-8;

  private static final double DIFFERENCE = 1e-5;

  private StableMoments() {}

  /** Of the sample {@code (values - location) / scale}. */
  static double[] ofSample(double[] values, double location, double scale) {
    double[] sums = new double[2 * POINTS];
    for (double value : values) {
      double z = (value - location) / scale;
      for (int start = 0; start < 2; start++) {
        double re = Math.cos(T[start] * z);
        double im = Math.sin(T[start] * z);
        for (int j = start; j < POINTS; j += 2) {
          sums[j] += re;
          sums[POINTS + j] += im;
          double square = re * re - im * im;
          im = 2 * re * im;
          re = square;
        }
      }
    }
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= values.length;
    }
    return sums;
  }

  /** Of the law with alpha, beta, ln scale and S0 location. */
  static double[] ofLaw(double[] law) {
    double[] moments = new double[2 * POINTS];
    for (int j = 0; j < POINTS; j++) {
      Value value = Value.at(T[j], law);
      moments[j] = value.re;
      moments[POINTS + j] = value.im;
    }
    return moments;
  }

  /** Derivatives of {@link #ofLaw}, a column per parameter. */
  static RealMatrix derivatives(double[] law) {
    RealMatrix columns = new Array2DRowRealMatrix(2 * POINTS, PARAMETERS);
    for (int i = 0; i < PARAMETERS; i++) {
      double[] up = law.clone();
      double[] down = law.clone();
      up[i] += DIFFERENCE;
      down[i] -= DIFFERENCE;
      double[] above = ofLaw(up);
      double[] below = ofLaw(down);
      for (int j = 0; j < above.length; j++) {
        columns.setEntry(j, i, (above[j] - below[j]) / (2 * DIFFERENCE));
      }
    }
    return columns;
  }

  /** Solver for the covariance of the moments of one value. */
  static DecompositionSolver weights(double[] law) {
    double[] mean = ofLaw(law);
    double[][] covariance = new double[2 * POINTS][2 * POINTS];
    for (int j = 0; j < POINTS; j++) {
      for (int k = 0; k <= j; k++) {
        Value sum = Value.at(T[j] + T[k], law);
        Value difference = Value.at(T[j] - T[k], law);
        int p = POINTS + j;
        int q = POINTS + k;
        set(covariance, j, k, (difference.re + sum.re) / 2 - mean[j] * mean[k]);
        set(covariance, p, q, (difference.re - sum.re) / 2 - mean[p] * mean[q]);
        set(covariance, j, q, (sum.im - difference.im) / 2 - mean[j] * mean[q]);
        set(covariance, k, p, (sum.im + difference.im) / 2 - mean[k] * mean[p]);
      }
    }
    for (int j = 0; j < covariance.length; j++) {
      covariance[j][j] *= 1 + RIDGE;
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-6, 0)
        .getSolver();
  }

  private static void set(double[][] matrix, int j, int k, double value) {
    matrix[j][k] = value;
    matrix[k][j] = value;
  }

  private static double[] points() {
    double[] points = new double[POINTS];
    for (int j = 0; j < POINTS; j++) {
      points[j] = FIRST * (1 << (j / 2)) * (j % 2 == 0 ? 1 : 1.5);
    }
    return points;
  }

  private record Value(double re, double im) {
    static Value at(double t, double[] law) {
      if (t == 0) {
        return new Value(1, 0);
      }
      double positive = Math.abs(t);
      double u = positive * Math.exp(law[2]);
      double e = law[0] - 1;
      double x = e * Math.log(u);
      // u ln u (2/pi) as alpha tends to 1.
      double ratio = Math.abs(x) < 1e-12 ? 1 : Math.expm1(x) / x;
      double factor = Math.abs(e) < 1e-12 ? 2 / Math.PI : e / Math.tan(Math.PI / 2 * e);
      double skewed = u * Math.log(u) * ratio * factor;
      double angle = Math.copySign(1, t) * (law[3] * positive - law[1] * skewed);
      double modulus = Math.exp(-u * Math.exp(x));
      return new Value(modulus * Math.cos(angle), modulus * Math.sin(angle));
    }
  }
}
