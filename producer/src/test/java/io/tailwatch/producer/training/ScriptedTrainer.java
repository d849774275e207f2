// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One parameter that counts the steps; Kesten indices appear when the test lets them. */
class ScriptedTrainer implements Trainer {
  final List<Double> kestenCalls = Collections.synchronizedList(new ArrayList<>());
  volatile boolean kestenReady;
  volatile boolean kestenFails;
  volatile boolean sawCancellation;
  long badStep = Long.MAX_VALUE;
  long throwingStep = Long.MAX_VALUE;
  private final LearningRateSchedule schedule;
  private final double[] x = new double[1];
  private long steps;

  ScriptedTrainer(LearningRateSchedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public int dimension() {
    return 1;
  }

  @Override
  public void step() {
    if (steps == throwingStep) {
      throw new IllegalStateException("scripted");
    }
    x[0] = steps == badStep ? Double.POSITIVE_INFINITY : steps;
    steps++;
  }

  @Override
  public double[] parameters() {
    return x;
  }

  @Override
  public double learningRate() {
    return schedule.at(Math.max(0, steps - 1));
  }

  @Override
  public double batchLoss() {
    return 2;
  }

  @Override
  public List<Double> learningRates() {
    return schedule.rates();
  }

  @Override
  public SeriesDescriptor descriptor(double learningRate) {
    return SeriesDescriptor.newBuilder()
        .setOptimizer(Optimizer.newBuilder().setLearningRate(learningRate))
        .setProblem(Problem.newBuilder().setRows(100))
        .build();
  }

  @Override
  public Optional<KestenIndex> kesten(double learningRate, BooleanSupplier cancelled) {
    kestenCalls.add(learningRate);
    while (!kestenReady) {
      if (cancelled.getAsBoolean()) {
        sawCancellation = true;
        return Optional.empty();
      }
      Thread.onSpinWait();
    }
    if (kestenFails) {
      throw new IllegalArgumentException("scripted");
    }
    return Optional.of(KestenIndex.newBuilder().setIndex(5).setLearningRate(learningRate).build());
  }
}
