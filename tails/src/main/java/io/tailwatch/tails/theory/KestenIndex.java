// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.OptionalDouble;

/** The tail index of SGD itself on given data rows. */
public final class KestenIndex {
  private KestenIndex() {}

  /**
   * The index at one learning rate.
   *
   * @param rows the data rows a_i, n of equal length d, centred and scaled as the training sees
   *     them
   * @param learningRate gamma, positive
   * @param ridge delta, not negative
   * @param batchSize B, at least 1
   * @param options amount of work, seed and callbacks
   */
  public static KestenResult ofRows(
      double[][] rows, double learningRate, double ridge, int batchSize, KestenOptions options) {
    FlatRows flat = FlatRows.of(rows);
    Require.positive("learningRate", learningRate);
    Require.notNegative("ridge", ridge);
    Require.that(batchSize >= 1, "batchSize", "at least 1", batchSize);
    double reach = learningRate * (flat.maximumSquaredLength + ridge);
    if (reach <= 2) {
      return new KestenResult(
          OptionalDouble.empty(), 0, OptionalDouble.empty(), true, KestenResult.Status.CONTRACTIVE);
    }
    throw new UnsupportedOperationException("expanding steps");
  }

  /**
   * The learning rate at which the index equals a target.
   *
   * @param targetIndex the index wanted, positive
   */
  public static double learningRateFor(
      double[][] rows, double ridge, int batchSize, double targetIndex, KestenOptions options) {
    throw new UnsupportedOperationException("learning rate search");
  }
}
