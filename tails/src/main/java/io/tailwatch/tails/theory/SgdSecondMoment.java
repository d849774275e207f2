// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.function.BooleanSupplier;

/**
 * The second moment of SGD without momentum. The covariance of the homogeneous recursion follows
 * {@code T: P -> E [M P M]}, {@code M = I - gamma (delta I + (1/B) sum over the batch of a_i
 * a_i^T)}, and the tail index is above 2 exactly if the spectral radius of T is below 1, which is
 * so exactly if the learning rate is below a threshold: with {@code G = (I - M) / gamma}, {@code T
 * = I - gamma L + gamma^2 N}, {@code L P = E G P + P E G}, {@code N P = E [G P G]}, the threshold
 * is one over the spectral radius of {@code L^-1 N}, as N and the inverse of L keep positive
 * matrices positive. Directions without curvature, eigenvalues below {@code 1e-12} of the largest,
 * are left out. Thread-safe after construction.
 */
public sealed interface SgdSecondMoment permits GaussianSecondMoment, RowsSecondMoment {
  /**
   * The spectral radius of T, the factor of the second moment per step; at most infinite.
   *
   * @throws IllegalArgumentException if the learning rate is not positive and finite
   */
  double spectralRadius(double learningRate);

  /**
   * The learning rate below which the index is above 2, and from which the variance is infinite.
   */
  double threshold();

  /**
   * With batches from given rows: largest eigenvalues by the Lanczos method, to a relative accuracy
   * of about 1e-10. Cost of an iteration {@code 3 n d^2} flops, at most 100 for the threshold,
   * found here, and for each spectral radius; memory {@code n d + 4 d^2} numbers.
   *
   * @param rows as in {@link KestenIndex#ofRows}; not all zero
   * @param ridge delta, not negative
   * @param batchSize B, at least 1
   * @param cancelled asked at every iteration; once true, the call ends with a {@link
   *     java.util.concurrent.CancellationException}
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   */
  static SgdSecondMoment ofRows(
      double[][] rows, double ridge, int batchSize, BooleanSupplier cancelled) {
    Require.notNegative("ridge", ridge);
    Require.that(batchSize >= 1, "batchSize", "at least 1", batchSize);
    return new RowsSecondMoment(rows, ridge, batchSize, cancelled);
  }

  /**
   * With fresh Gaussian rows: T keeps diagonal matrices in the eigenbasis diagonal, and its radius
   * r is the largest root of {@code sum_j (gamma^2 / B) lambda_j^2 / (r - (1 - gamma (lambda_j +
   * delta))^2 - (gamma^2 / B) lambda_j^2) = 1}. Cost O(d) for each step of a root search.
   *
   * @param eigenvalues of the rows' covariance in any order, zeros allowed as in {@link HsgdModel}
   * @param ridge delta, not negative
   * @param batchSize B, at least 1
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   */
  static SgdSecondMoment ofGaussianRows(double[] eigenvalues, double ridge, int batchSize) {
    Require.notNegative("ridge", ridge);
    Require.that(batchSize >= 1, "batchSize", "at least 1", batchSize);
    return new GaussianSecondMoment(HsgdModel.positiveDescending(eigenvalues), ridge, batchSize);
  }
}
