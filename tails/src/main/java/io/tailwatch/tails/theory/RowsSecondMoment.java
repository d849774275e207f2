// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.util.FastMath;

/**
 * The second moment on data rows, in the eigenbasis of {@code H} and scaled by its largest
 * eigenvalue. T is self-adjoint in the inner product of Frobenius, and so is {@code L^-1/2 N
 * L^-1/2}, L being diagonal in this basis. No matrix of size {@code d^2} is formed.
 */
final class RowsSecondMoment implements SgdSecondMoment {
  private static final double RELATIVE_ZERO = 1e-12;
  private static final int ITERATIONS = 100;
  private static final double ACCURACY = 1e-11;

  private final BooleanSupplier cancelled;
  private final double largest;
  private final double[] eigenvalues;
  private final double ridge;
  private final int batchSize;
  private final double[][] rows;
  private final double threshold;

  RowsSecondMoment(double[][] data, double ridge, int batchSize, BooleanSupplier cancelled) {
    SpectralData spectrum = SpectralData.of(data);
    double[] all = spectrum.eigenvalues();
    Require.that(all[0] >= Double.MIN_NORMAL, "largest eigenvalue of the rows", "positive", all[0]);
    this.cancelled = cancelled;
    this.batchSize = batchSize;
    largest = all[0];
    this.ridge = ridge / largest;
    eigenvalues =
        Arrays.stream(all)
            .filter(value -> value > RELATIVE_ZERO * largest)
            .map(value -> value / largest)
            .toArray();
    rows = new double[data.length][eigenvalues.length];
    double scale = FastMath.sqrt(largest);
    for (int k = 0; k < eigenvalues.length; k++) {
      double[] vector = spectrum.eigenvector(k);
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < vector.length; j++) {
          rows[i][k] += data[i][j] / scale * vector[j];
        }
      }
    }
    threshold = 1 / (largestEigenvalue(this::relativeNoise) * largest);
  }

  @Override
  public double spectralRadius(double learningRate) {
    Require.positive("learningRate", learningRate);
    double rate = learningRate * largest;
    return rate * (1 + ridge) > 1e70
        ? Double.POSITIVE_INFINITY
        : largestEigenvalue(p -> step(p, rate));
  }

  @Override
  public double threshold() {
    return threshold;
  }

  /** {@code T P = D P D + (gamma^2 / B) (E [a a^T P a a^T] - H P H)}, D the mean of M. */
  private double[] step(double[] p, double rate) {
    int d = eigenvalues.length;
    double[] result = fourthMoment(p, rate * rate / batchSize);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double mean = (1 - rate * (eigenvalues[i] + ridge)) * (1 - rate * (eigenvalues[j] + ridge));
        double squared = rate * eigenvalues[i] * rate * eigenvalues[j] / batchSize;
        result[i * d + j] += (mean - squared) * p[i * d + j];
      }
    }
    return result;
  }

  /** {@code L^-1/2 N L^-1/2 P}. */
  private double[] relativeNoise(double[] p) {
    int d = eigenvalues.length;
    double[] scaled = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        scaled[i * d + j] = p[i * d + j] / root(i, j);
      }
    }
    double[] result = fourthMoment(scaled, 1.0 / batchSize);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double mean = (eigenvalues[i] + ridge) * (eigenvalues[j] + ridge);
        double squared = eigenvalues[i] * eigenvalues[j] / batchSize;
        result[i * d + j] += (mean - squared) * scaled[i * d + j];
        result[i * d + j] /= root(i, j);
      }
    }
    return result;
  }

  private double root(int i, int j) {
    return FastMath.sqrt(eigenvalues[i] + eigenvalues[j] + 2 * ridge);
  }

  /** {@code factor (1/n) sum a a^T P a a^T}. */
  private double[] fourthMoment(double[] p, double factor) {
    int d = eigenvalues.length;
    double[] result = new double[d * d];
    for (double[] a : rows) {
      double form = 0;
      for (int i = 0; i < d; i++) {
        double sum = 0;
        for (int j = 0; j < i; j++) {
          sum += p[i * d + j] * a[j];
        }
        form += a[i] * (2 * sum + p[i * d + i] * a[i]);
      }
      for (int i = 0; i < d; i++) {
        double weight = form * a[i];
        for (int j = 0; j <= i; j++) {
          result[i * d + j] += weight * a[j];
        }
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        result[i * d + j] *= factor / rows.length;
        result[j * d + i] = result[i * d + j];
      }
    }
    return result;
  }

  /**
   * The largest eigenvalue of a self-adjoint map of symmetric matrices that keeps positive ones
   * positive: its eigenmatrix is positive and so not orthogonal to the identity, where the Lanczos
   * iteration starts. Rounding makes later vectors lose their orthogonality, which repeats
   * eigenvalues but does not move the largest.
   */
  private double largestEigenvalue(UnaryOperator<double[]> map) {
    int d = eigenvalues.length;
    double[] previous = new double[d * d];
    double[] current = new double[d * d];
    for (int i = 0; i < d; i++) {
      current[i * d + i] = 1 / FastMath.sqrt(d);
    }
    double[] diagonal = new double[ITERATIONS];
    double[] beside = new double[ITERATIONS];
    double value = Double.NaN;
    for (int m = 0; m < ITERATIONS; m++) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("second moment cancelled");
      }
      double[] next = map.apply(current);
      diagonal[m] = dot(next, current);
      for (int i = 0; i < next.length; i++) {
        next[i] -= diagonal[m] * current[i] + (m > 0 ? beside[m - 1] * previous[i] : 0);
      }
      beside[m] = FastMath.sqrt(dot(next, next));
      double before = value;
      value = largest(diagonal, beside, m + 1);
      if (!(beside[m] > 1e-14 * Math.abs(value)) || Math.abs(value - before) <= ACCURACY * value) {
        return value;
      }
      for (int i = 0; i < next.length; i++) {
        next[i] /= beside[m];
      }
      previous = current;
      current = next;
    }
    return value;
  }

  private static double largest(double[] diagonal, double[] beside, int size) {
    double[] values =
        new EigenDecomposition(Arrays.copyOf(diagonal, size), Arrays.copyOf(beside, size - 1))
            .getRealEigenvalues();
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
