// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Mini-batch SGD on a ridge regression. One step draws B rows and sets
 *
 * <pre>g = (1/B) sum_batch a_i (a_i.x - b_i) + delta x,   m' = beta m - gamma g,   x' = x + m'
 * </pre>
 *
 * <p>with momentum beta (heavy ball; 0 is plain SGD). Its theory is stated where there is one: for
 * plain SGD on rows that are drawn with replacement, or fresh.
 *
 * <p>Deterministic: the same problem, seed and schedule give the same bits (multiplication and
 * addition only, in a fixed order). A step costs about 4 B d flops and B rows' drawing and
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

  /**
   * How to train.
   *
   * @param batchSize B &ge; 1
   * @param momentum beta in [0, 1)
   * @param sampling where the rows come from
   * @param start where the iterates begin
   */
  public record Options(int batchSize, double momentum, Sampling sampling, Start start) {
    /** Checks the ranges. */
    public Options {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batchSize must be >= 1: was " + batchSize);
      }
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException("momentum must be in [0, 1): was " + momentum);
      }
    }

    /** Plain SGD on rows drawn with replacement, from 0. */
    public static Options of(int batchSize) {
      return new Options(batchSize, 0, Sampling.REPLACEMENT, Start.ZERO);
    }

    /** The same with momentum. */
    public Options withMomentum(double beta) {
      return new Options(batchSize, beta, sampling, start);
    }

    /** The same with other rows. */
    public Options withSampling(Sampling other) {
      return new Options(batchSize, momentum, other, start);
    }

    /** The same from elsewhere. */
    public Options withStart(Start other) {
      return new Options(batchSize, momentum, sampling, other);
    }

    /** Whether there is a theory of the tails of such a training. */
    boolean hasTheory() {
      return momentum == 0 && sampling != Sampling.SHUFFLED;
    }
  }

  private final RidgeRegression problem;
  private final Options options;
  private final LearningRateSchedule schedule;
  private final RowSource source;
  private final double[] rows;
  private final double[] targets;
  private final double[] x;
  private final double[] gradient;
  private final double[] velocity;
  private final int paneSteps;
  private double learningRate;
  private double batchLoss;
  private long steps;

  /**
   * Plain SGD on rows drawn with replacement.
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
    this(problem, Options.of(batchSize).withStart(start), schedule, seed);
  }

  /**
   * Prepares a training.
   *
   * @param problem what to solve
   * @param options how
   * @param schedule the learning rate of each step
   * @param seed of the rows
   */
  public RidgeSgd(
      RidgeRegression problem, Options options, LearningRateSchedule schedule, long seed) {
    this.problem = problem;
    this.options = options;
    this.schedule = schedule;
    this.source = RowSource.of(options.sampling(), problem, seed);
    this.rows = source.rows();
    this.targets = source.targets();
    this.gradient = new double[problem.data().dimension()];
    this.velocity = new double[gradient.length];
    this.x = options.start() == Start.MINIMISER ? problem.minimiser() : new double[gradient.length];
    this.learningRate = schedule.at(0);
    this.paneSteps = problem.paneSteps(Collections.min(schedule.rates()));
  }

  @Override
  public void step() {
    final int d = x.length;
    final double rate = schedule.at(steps);
    Arrays.fill(gradient, 0);
    double squares = 0;
    for (int k = 0; k < options.batchSize(); k++) {
      int row = source.next();
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
    double scale = 1.0 / options.batchSize();
    double ridge = problem.ridge();
    double momentum = options.momentum();
    for (int j = 0; j < d; j++) {
      double update = rate * (scale * gradient[j] + ridge * x[j]);
      if (momentum > 0) {
        velocity[j] = momentum * velocity[j] - update;
        x[j] += velocity[j];
      } else {
        x[j] -= update;
      }
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
    return options.batchSize();
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

  /** Where there is no theory, none is stated: centre and direction stay. */
  @Override
  public SeriesDescriptor descriptor(double rate) {
    SeriesDescriptor described = problem.descriptor(rate, options.batchSize(), paneSteps);
    if (options.hasTheory() && options.sampling() == Sampling.REPLACEMENT) {
      return described;
    }
    SeriesDescriptor.Builder changed = described.toBuilder();
    if (options.momentum() > 0) {
      changed
          .getOptimizerBuilder()
          .setKind(OptimizerKind.OPTIMIZER_KIND_MOMENTUM)
          .setMomentum(options.momentum());
    }
    if (options.hasTheory()) {
      // There is no number of rows that could come again.
      changed.getProblemBuilder().clearRows();
    } else {
      changed.clearProblem();
    }
    return changed.build();
  }

  @Override
  public Optional<KestenIndex> kesten(double rate, BooleanSupplier cancelled) {
    if (!options.hasTheory()) {
      return Optional.empty();
    }
    return options.sampling() == Sampling.STREAMING
        ? problem.kestenOfGaussianRows(rate, options.batchSize(), cancelled)
        : problem.kesten(rate, options.batchSize(), cancelled);
  }
}
