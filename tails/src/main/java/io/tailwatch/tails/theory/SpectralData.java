// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Eigenvalues and eigenvectors of {@code H = A^T A / n} for data rows {@code a_i}: what {@link
 * HsgdModel} and the projection observable need. Eigenvalues descend; tiny negative ones left by
 * rounding are set to 0. Each eigenvector has unit length and its component of largest size
 * positive (the first one on a tie), so that equal rows give equal directions. The rows are used as
 * they are: centre and scale before. Cost O(n d^2 + d^3). Immutable and thread-safe.
 */
public final class SpectralData {
  private final int rows;
  private final double[] eigenvalues;
  private final double[][] eigenvectors;

  private SpectralData(int rows, double[] eigenvalues, double[][] eigenvectors) {
    this.rows = rows;
    this.eigenvalues = eigenvalues;
    this.eigenvectors = eigenvectors;
  }

  /**
   * Decomposes {@code A^T A / n} (Commons Math).
   *
   * @param rows n rows of equal length d
   * @throws IllegalArgumentException if there is no row, lengths differ, or a value is not finite
   */
  public static SpectralData of(double[][] rows) {
    FlatRows flat = FlatRows.of(rows);
    int d = flat.dimension();
    double[][] h = new double[d][d];
    for (double[] row : rows) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          h[i][j] += row[i] * row[j];
        }
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        h[i][j] /= rows.length;
        h[j][i] = h[i][j];
      }
    }
    EigenDecomposition decomposition = new EigenDecomposition(new Array2DRowRealMatrix(h, false));
    double[] values = decomposition.getRealEigenvalues();
    int[] order =
        IntStream.range(0, d)
            .boxed()
            .sorted((i, j) -> Double.compare(values[j], values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] descending = new double[d];
    double[][] vectors = new double[d][];
    for (int k = 0; k < d; k++) {
      descending[k] = Math.max(0, values[order[k]]);
      vectors[k] = withFixedSign(decomposition.getEigenvector(order[k]).toArray());
    }
    return new SpectralData(rows.length, descending, vectors);
  }

  /** n. */
  public int rows() {
    return rows;
  }

  /** d. */
  public int dimension() {
    return eigenvalues.length;
  }

  /** A copy of the eigenvalues, descending, none negative. */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /**
   * A copy of the unit eigenvector that belongs to the k-th largest eigenvalue, counted from 0.
   *
   * @throws IndexOutOfBoundsException if k is not in [0, dimension)
   */
  public double[] eigenvector(int k) {
    return eigenvectors[k].clone();
  }

  /** The hSGD model on these rows; errors as in {@link HsgdModel}. */
  public HsgdModel model(double learningRate, double ridge, double batchSize) {
    return new HsgdModel(eigenvalues, learningRate, ridge, batchSize);
  }

  private static double[] withFixedSign(double[] vector) {
    int largest = 0;
    for (int j = 1; j < vector.length; j++) {
      if (Math.abs(vector[j]) > Math.abs(vector[largest])) {
        largest = j;
      }
    }
    return vector[largest] >= 0 ? vector : Arrays.stream(vector).map(x -> -x).toArray();
  }
}
