// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

/**
 * What a ridge-regression SGD needs beside data: the defaults a data set comes with.
 *
 * @param learningRate gamma, finite and &gt; 0
 * @param ridge delta, finite and &ge; 0
 * @param batchSize B, rows drawn with replacement per step, &ge; 1
 */
public record Hyperparameters(double learningRate, double ridge, int batchSize) {
  /** Checks the ranges. */
  public Hyperparameters {
    if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
      throw new IllegalArgumentException(
          "learningRate must be finite and > 0: was " + learningRate);
    }
    if (!(ridge >= 0) || !Double.isFinite(ridge)) {
      throw new IllegalArgumentException("ridge must be finite and >= 0: was " + ridge);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1: was " + batchSize);
    }
  }
}
