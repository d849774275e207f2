// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.training.RidgeSgd;
import io.tailwatch.producer.training.Sampling;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the optimiser steps. */
final class SgdOptions {
  @Option(
      names = "--learning-rate",
      paramLabel = "G",
      description = {
        "Default: that of the data set with its own batch size and ridge,",
        "else one with Kesten index 5, which takes some seconds to find."
      })
  private Double learningRate;

  @Option(
      names = "--batch-size",
      paramLabel = "B",
      description = "Rows per step. Default: that of the data set, else 8.")
  private Integer batchSize;

  @Option(
      names = "--ridge",
      paramLabel = "D",
      description = "Ridge penalty delta. Default: that of the data set, else 0.1.")
  private Double ridge;

  @Option(
      names = "--momentum",
      paramLabel = "BETA",
      defaultValue = "0",
      description = "Momentum (heavy ball) in [0, 1); there is no theory for it: no-theory.")
  private double momentum;

  @Option(
      names = "--sampling",
      paramLabel = "WAY",
      defaultValue = "replacement",
      description = {
        "Rows of a batch: replacement (drawn from the data, as theory has it),",
        "shuffled (epochs, no theory), streaming (fresh Gaussian rows like the data's)."
      })
  private Sampling sampling;

  /** What is known before any computing. */
  RidgeParameters parameters(DataSet set) {
    return RidgeParameters.of(
        set,
        Optional.ofNullable(learningRate),
        Optional.ofNullable(ridge),
        Optional.ofNullable(batchSize));
  }

  /** How SGD trains with batches of a size. */
  RidgeSgd.Options sgd(int rows) {
    try {
      return RidgeSgd.Options.of(rows).withMomentum(momentum).withSampling(sampling);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /** For people. */
  String optimizer() {
    return momentum > 0 ? "SGD with momentum " + momentum : "SGD";
  }
}
