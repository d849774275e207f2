// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * One step of mini-batch SGD for ridge regression with heavy-ball momentum: {@code m' = beta m -
 * gamma ((1/B) sum over the batch of a_i (a_i . x - b_i) + delta x)}, {@code x' = x + m'}. The
 * batch is drawn with replacement. Immutable and thread-safe.
 *
 * @param learningRate gamma, positive: the factor of the mean gradient of the batch
 * @param ridge delta, not negative
 * @param batchSize B, at least 1
 * @param momentum beta, in [0, 1); 0 is plain SGD
 */
public record SgdStep(double learningRate, double ridge, int batchSize, double momentum) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a value is outside its range; the message holds name, rule
   *     and value
   */
  public SgdStep {
    Require.positive("learningRate", learningRate);
    Require.notNegative("ridge", ridge);
    Require.that(batchSize >= 1, "batchSize", "at least 1", batchSize);
    Require.that(momentum >= 0 && momentum < 1, "momentum", "in [0, 1)", momentum);
  }

  /** Without momentum. */
  public SgdStep(double learningRate, double ridge, int batchSize) {
    this(learningRate, ridge, batchSize, 0);
  }

  /** The same step at another learning rate. */
  public SgdStep withLearningRate(double other) {
    return new SgdStep(other, ridge, batchSize, momentum);
  }
}
