// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A training that can be watched: what {@link LiveTraining} needs of a model and its optimiser.
 * {@link #step} and the accessors of its outcome are called by one thread; {@link #descriptor} and
 * {@link #kesten} may be called by another one at the same time and must not read what {@code step}
 * writes.
 */
public interface Trainer {
  /** Number of parameters. */
  int dimension();

  /** One optimiser step. Allocates nothing. */
  void step();

  /**
   * The parameters after the last step: the live array, to be read before the next step and never
   * written.
   */
  double[] parameters();

  /** The learning rate of the last step, or of the first one if there was none yet. */
  double learningRate();

  /**
   * Mean loss over the rows of the last step's batch, at the parameters before the step; 0 before
   * the first one.
   */
  double batchLoss();

  /**
   * The learning rates that will be used, in the order of first use, so that theory can be computed
   * ahead.
   */
  List<Double> learningRates();

  /** What is to be published with the iterates at this learning rate, without the Kesten index. */
  SeriesDescriptor descriptor(double learningRate);

  /**
   * The Kesten index at this learning rate: possibly seconds of computing. Trainers without a
   * linear model have none.
   *
   * @param learningRate the learning rate
   * @param cancelled asked now and then; once true, the computation gives up
   * @return empty if it is not defined for this training, or was cancelled
   */
  default Optional<KestenIndex> kesten(double learningRate, BooleanSupplier cancelled) {
    return Optional.empty();
  }
}
