// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.Hyperparameters;
import io.tailwatch.producer.training.DemoRates;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The hyper-parameters of a training as far as they are known before any computing.
 *
 * @param learningRate empty if it is to be found
 * @param ridge delta
 * @param batchSize B
 */
record RidgeParameters(Optional<Double> learningRate, double ridge, int batchSize) {

  /**
   * What the user gave, else what the data set comes with, else what the demo trains with.
   *
   * @throws CommandFailure (usage) if a value is out of range
   */
  static RidgeParameters of(
      DataSet data,
      Optional<Double> learningRate,
      Optional<Double> ridge,
      Optional<Integer> batchSize) {
    Optional<Hyperparameters> own = data.defaults();
    double delta = ridge.or(() -> own.map(Hyperparameters::ridge)).orElse(DemoRates.RIDGE);
    int rows = batchSize.or(() -> own.map(Hyperparameters::batchSize)).orElse(DemoRates.BATCH_SIZE);
    // A learning rate suits its own ridge and batch size only: at another one it may diverge.
    Optional<Double> suited =
        own.filter(o -> o.ridge() == delta && o.batchSize() == rows)
            .map(Hyperparameters::learningRate);
    var parameters = new RidgeParameters(learningRate.or(() -> suited), delta, rows);
    // Ranges are checked now, also where the learning rate comes later.
    parameters.with(parameters.learningRate.orElse(1.0));
    return parameters;
  }

  /**
   * Finds the learning rate if there is none: that of the demo's calm phase, seconds of computing.
   *
   * @throws java.util.concurrent.CancellationException if cancelled
   */
  Hyperparameters complete(DataSet data, BooleanSupplier cancelled) {
    return with(
        learningRate.orElseGet(() -> DemoRates.find(data, ridge, batchSize, cancelled).calm()));
  }

  private Hyperparameters with(double rate) {
    try {
      return new Hyperparameters(rate, ridge, batchSize);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }
}
