// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Mini-batch SGD on a ridge regression. One step draws B rows with replacement, uniformly, and sets
 *
 * <pre>x' = x - gamma ( (1/B) sum_batch a_i (a_i.x - b_i) + delta x )</pre>
 *
 * <p>Deterministic: the same problem, seed and schedule give the same bits (multiplication and
 * addition only, in a fixed order). A step costs about 4 B d flops and B random integers and
 * allocates nothing. A learning rate that is too large lets the iterates overflow; that is not an
 * error here. Not thread-safe, as {@link Trainer} says.
 */
public final class RidgeSgd implements Trainer {
  /** Where the iterates begin. */
  public enum Start {
    /** At 0, as a training would; needs a burn-in. */
    ZERO,
    /** At the ridge minimiser x_delta: in the bulk of the stationary law from the first step on. */
    MINIMISER
  }

  private final RidgeRegression problem;
  private final int batchSize;
  private final LearningRateSchedule schedule;
  private final UniformRandomProvider random;
  private final double[] rows;
  private final double[] targets;
  private final double[] x;
  private final double[] gradient;
  private final int paneSteps;
  private double learningRate;
  private double batchLoss;
  private long steps;

  /**
   * Prepares a training.
   *
   * @param problem what to solve
   * @param batchSize B &ge; 1
   * @param schedule the learning rate of each step
   * @param seed of the batches
   * @param start where to begin
   */
  public RidgeSgd(
      RidgeRegression problem,
      int batchSize,
      LearningRateSchedule schedule,
      long seed,
      Start start) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1: was " + batchSize);
    }
    this.problem = problem;
    this.batchSize = batchSize;
    this.schedule = schedule;
    this.random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    this.rows = problem.data().flatRows();
    this.targets = problem.data().targets();
    this.gradient = new double[problem.data().dimension()];
    this.x = start == Start.MINIMISER ? problem.minimiser() : new double[gradient.length];
    this.learningRate = schedule.at(0);
    this.paneSteps = problem.paneSteps(Collections.min(schedule.rates()));
  }

  @Override
  public void step() {
    final int d = x.length;
    final double rate = schedule.at(steps);
    Arrays.fill(gradient, 0);
    double squares = 0;
    for (int k = 0; k < batchSize; k++) {
      int row = random.nextInt(targets.length);
      int offset = row * d;
      double residual = -targets[row];
      for (int j = 0; j < d; j++) {
        residual += rows[offset + j] * x[j];
      }
      squares += residual * residual;
      for (int j = 0; j < d; j++) {
        gradient[j] += residual * rows[offset + j];
      }
    }
    double scale = 1.0 / batchSize;
    double ridge = problem.ridge();
    for (int j = 0; j < d; j++) {
      x[j] -= rate * (scale * gradient[j] + ridge * x[j]);
    }
    batchLoss = 0.5 * scale * squares;
    learningRate = rate;
    steps++;
  }

  /** Steps done so far. */
  public long steps() {
    return steps;
  }

  /** B. */
  public int batchSize() {
    return batchSize;
  }

  @Override
  public int dimension() {
    return x.length;
  }

  @Override
  public double[] parameters() {
    return x;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public double batchLoss() {
    return batchLoss;
  }

  @Override
  public List<Double> learningRates() {
    return schedule.rates();
  }

  @Override
  public SeriesDescriptor descriptor(double rate) {
    return problem.descriptor(rate, batchSize, paneSteps);
  }

  @Override
  public Optional<KestenIndex> kesten(double rate, BooleanSupplier cancelled) {
    return problem.kesten(rate, batchSize, cancelled);
  }
}
