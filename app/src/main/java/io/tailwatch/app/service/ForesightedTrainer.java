// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.training.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A trainer whose Kesten index at one learning rate was computed before its start. Without it the
 * first verdicts would compare with the hSGD band alone and call healthy tails too heavy.
 *
 * @param trainer does everything else
 * @param rate the learning rate
 * @param known its index, if it has one
 */
record ForesightedTrainer(Trainer trainer, double rate, Optional<KestenIndex> known)
    implements Trainer {

  /** Computes the index of the first learning rate: a second or more, unless cancelled. */
  static ForesightedTrainer of(Trainer trainer, BooleanSupplier cancelled) {
    double rate = trainer.learningRate();
    return new ForesightedTrainer(trainer, rate, trainer.kesten(rate, cancelled));
  }

  @Override
  public Optional<KestenIndex> kesten(double learningRate, BooleanSupplier cancelled) {
    return learningRate == rate ? known : trainer.kesten(learningRate, cancelled);
  }

  @Override
  public int dimension() {
    return trainer.dimension();
  }

  @Override
  public void step() {
    trainer.step();
  }

  @Override
  public double[] parameters() {
    return trainer.parameters();
  }

  @Override
  public double learningRate() {
    return trainer.learningRate();
  }

  @Override
  public double batchLoss() {
    return trainer.batchLoss();
  }

  @Override
  public List<Double> learningRates() {
    return trainer.learningRates();
  }

  @Override
  public SeriesDescriptor descriptor(double learningRate) {
    return trainer.descriptor(learningRate);
  }
}
