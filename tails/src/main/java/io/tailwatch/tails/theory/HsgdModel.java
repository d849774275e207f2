// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;

/**
 * The parameters that fix the tail index of homogenized SGD (hSGD) for ridge regression: loss
 * {@code |Ax - b|^2 / (2n) + (ridge / 2) |x|^2}, steps with a batch drawn with replacement
 * (Paquette, Paquette, Adlam and Pennington 2022; Jiao and Keller-Ressel 2024).
 *
 * <p>The eigenvalues may come in any order and are kept descending. They may hold zeros: a
 * direction without curvature carries no noise and does not enter the loss, so it has no part in
 * the index. Eigenvalues below {@code 1e-12} of the largest (also tiny negative ones, as rounding
 * leaves them) count as zero and are left out; one at least must be positive. Immutable and
 * thread-safe.
 *
 * @param eigenvalues of {@code A^T A / n}: the division by the number of rows matters. Finite;
 *     positive and descending once constructed
 * @param learningRate gamma, positive: the factor of the mean gradient of the batch
 * @param ridge delta, not negative
 * @param batchSize B, at least 1; hSGD knows only the ratio gamma / B, so it need not be an integer
 */
public record HsgdModel(double[] eigenvalues, double learningRate, double ridge, double batchSize) {
  private static final double RELATIVE_ZERO = 1e-12;

  /**
   * Validates, sorts and copies.
   *
   * @throws IllegalArgumentException if a value is outside its range; the message holds name, rule
   *     and value
   */
  public HsgdModel {
    eigenvalues = positiveDescending(eigenvalues);
    Require.positive("learningRate", learningRate);
    Require.notNegative("ridge", ridge);
    Require.that(
        batchSize >= 1 && batchSize < Double.POSITIVE_INFINITY,
        "batchSize",
        "at least 1 and finite",
        batchSize);
  }

  /** A copy, descending. */
  @Override
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /** Number of directions with curvature; d in the formulas. */
  public int dimension() {
    return eigenvalues.length;
  }

  /** The same problem at another learning rate. */
  public HsgdModel withLearningRate(double other) {
    return new HsgdModel(eigenvalues, other, ridge, batchSize);
  }

  static double[] positiveDescending(double[] values) {
    Require.that(values.length > 0, "eigenvalues", "not empty", values.length);
    double[] ascending = values.clone();
    for (int i = 0; i < ascending.length; i++) {
      Require.that(Double.isFinite(ascending[i]), "eigenvalues[" + i + "]", "finite", ascending[i]);
    }
    Arrays.sort(ascending);
    double largest = ascending[ascending.length - 1];
    Require.that(largest > 0, "largest eigenvalue", "positive", largest);
    Require.that(
        ascending[0] >= -RELATIVE_ZERO * largest,
        "smallest eigenvalue",
        "not negative",
        ascending[0]);
    int kept = 0;
    for (double value : ascending) {
      kept += value > RELATIVE_ZERO * largest ? 1 : 0;
    }
    double[] descending = new double[kept];
    for (int i = 0; i < kept; i++) {
      descending[i] = ascending[ascending.length - 1 - i];
    }
    return descending;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HsgdModel that
        && Arrays.equals(eigenvalues, that.eigenvalues)
        && Double.compare(learningRate, that.learningRate) == 0
        && Double.compare(ridge, that.ridge) == 0
        && Double.compare(batchSize, that.batchSize) == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new double[] {Arrays.hashCode(eigenvalues), learningRate, ridge, batchSize});
  }

  @Override
  public String toString() {
    return "HsgdModel[eigenvalues=%s, learningRate=%s, ridge=%s, batchSize=%s]"
        .formatted(Arrays.toString(eigenvalues), learningRate, ridge, batchSize);
  }
}
