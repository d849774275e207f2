// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.producer.data.DataSet;
import io.tailwatch.tails.theory.KestenIndex;
import io.tailwatch.tails.theory.KestenOptions;

/** A training whose heavy tails are real and visible, on data that come without parameters. */
final class DemoDefaults {

  /** Ridge penalty. */
  static final double RIDGE = 0.01;

  /** Rows per step. */
  static final int BATCH = 8;

  /** Tail index to begin with: heavy, with a finite variance to spare. */
  static final double INDEX = 5;

  private DemoDefaults() {}

  /**
   * The learning rate at which the Kesten index of this training is {@link #INDEX}. The bounds of
   * homogenized SGD do not tell it: a few rows with large features do.
   */
  static double learningRate(DataSet set, double ridge, int batchSize) {
    return KestenIndex.learningRateFor(
        set.rows(), ridge, batchSize, INDEX, KestenOptions.standard());
  }
}
