// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Algorithm C: the growth rate {@code log k(alpha) = lim (1/t) log E |M_t ... M_1 u|^alpha} of
 * products of random matrices, by a population of directions that are moved, weighted by the length
 * they gain to the power alpha over the proposal's ratio, and resampled (systematically, when the
 * effective sample size falls below half the population). The matrices are those of a {@link
 * MatrixLaw}: rows or Gaussian, with or without momentum.
 *
 * <p>Directions are kept at any length with their squared length beside them; resampling moves no
 * vector but redirects the next read. Each evaluation starts anew from the seed. Cost: steps *
 * particles matrices. Single-threaded; allocates nothing per step.
 */
final class ParticleCloud {
  private static final int TIME_BATCHES = 20;
  private static final double WARM_UP_SHARE = 0.15;
  private static final int STEPS_PER_CHECK = 8;

  private final MatrixLaw law;
  private final int dimension;
  private final int memory;
  private final int particles;
  private final int steps;
  private final int warmUp;
  private final long seed;
  private final KestenOptions callbacks;

  private final int[] parent;
  private final double[] cumulative;
  private double[] from;
  private double[] to;
  private double[] fromSquare;
  private double[] toSquare;
  private double[] fromWeight;
  private double[] toWeight;
  private int[] fromMemory;
  private int[] toMemory;

  /**
   * A population.
   *
   * @param settling steps after which the directions no longer remember their start
   */
  ParticleCloud(MatrixLaw law, KestenOptions options, int settling) {
    this.law = law;
    this.dimension = law.dimension();
    this.memory = law.memory();
    this.particles = options.particles();
    this.steps = options.steps();
    this.warmUp = Math.max((int) Math.ceil(WARM_UP_SHARE * steps), settling);
    this.seed = options.seed();
    this.callbacks = options;
    parent = new int[particles];
    cumulative = new double[particles];
    from = new double[Math.multiplyExact(particles, dimension)];
    to = new double[from.length];
    fromSquare = new double[particles];
    toSquare = new double[particles];
    fromWeight = new double[particles];
    toWeight = new double[particles];
    fromMemory = new int[particles * memory];
    toMemory = new int[particles * memory];
  }

  /** {@code log k(alpha)} at a learning rate; negative infinity if every product vanishes. */
  GrowthRate logMoment(double alpha, double learningRate) {
    RandomMatrix matrix = law.importance(learningRate, alpha, seed);
    UniformRandomProvider resampling = RandomSource.XO_SHI_RO_256_PP.create(seed + 1);
    start(matrix);
    TimeBatches time = new TimeBatches(steps, warmUp);
    double accumulated = 0;
    for (int step = 0; step < time.total(); step++) {
      advance(matrix, alpha);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < particles; i++) {
        sum += toWeight[i];
        squares += toWeight[i] * toWeight[i];
      }
      if (!(sum > 0)) {
        return new GrowthRate(Double.NEGATIVE_INFINITY, 0);
      }
      double mean = sum / particles;
      time.add(step, accumulated + FastMath.log(mean));
      if (sum * sum < 0.5 * particles * squares) {
        accumulated += FastMath.log(mean);
        resample(sum, resampling.nextDouble());
        Arrays.fill(toWeight, 1);
      } else {
        identity();
        if (mean > 1e60 || mean < 1e-60) {
          accumulated += FastMath.log(mean);
          for (int i = 0; i < particles; i++) {
            toWeight[i] /= mean;
          }
        }
      }
      swap();
      checkCancelled(step);
    }
    return time.rate();
  }

  /** The top Lyapunov exponent at a learning rate, from uniform draws without weights. */
  GrowthRate lyapunovExponent(double learningRate) {
    RandomMatrix matrix = law.plain(learningRate, seed);
    start(matrix);
    identity();
    TimeBatches time = new TimeBatches(steps, warmUp);
    double accumulated = 0;
    for (int step = 0; step < time.total(); step++) {
      advance(matrix, 1);
      double sum = 0;
      for (int i = 0; i < particles; i++) {
        sum += FastMath.log(FastMath.max(Double.MIN_NORMAL, toWeight[i]));
        toWeight[i] = 1;
      }
      accumulated += sum / particles;
      time.add(step, accumulated);
      swap();
      checkCancelled(step);
    }
    return time.rate();
  }

  private void start(RandomMatrix matrix) {
    for (int i = 0; i < particles; i++) {
      matrix.begin(from, i * dimension, fromMemory, i * memory);
      fromSquare[i] = square(from, i * dimension);
      fromWeight[i] = 1;
    }
    identity();
  }

  /**
   * Moves every particle by one matrix and multiplies its weight by the length gained to the power
   * alpha over the proposal ratio.
   */
  private void advance(RandomMatrix matrix, double alpha) {
    double halfAlpha = alpha / 2;
    for (int i = 0; i < particles; i++) {
      int source = parent[i];
      double logRatio =
          matrix.apply(
              from,
              source * dimension,
              1 / FastMath.sqrt(fromSquare[source]),
              to,
              i * dimension,
              fromMemory,
              source * memory,
              toMemory,
              i * memory);
      double square = square(to, i * dimension);
      if (square > 0) {
        toSquare[i] = square;
        toWeight[i] = fromWeight[i] * FastMath.exp(halfAlpha * FastMath.log(square) - logRatio);
      } else {
        // The product vanished; any direction will do for a weight of zero.
        to[i * dimension] = 1;
        toSquare[i] = 1;
        toWeight[i] = 0;
      }
    }
  }

  private double square(double[] vectors, int vector) {
    double square = 0;
    for (int j = vector; j < vector + dimension; j++) {
      square += vectors[j] * vectors[j];
    }
    return square;
  }

  private void resample(double sum, double offset) {
    double running = 0;
    for (int i = 0; i < particles; i++) {
      running += toWeight[i];
      cumulative[i] = running;
    }
    int chosen = 0;
    for (int i = 0; i < particles; i++) {
      double position = (i + offset) / particles * sum;
      while (chosen < particles - 1 && cumulative[chosen] <= position) {
        chosen++;
      }
      parent[i] = chosen;
    }
  }

  private void identity() {
    for (int i = 0; i < particles; i++) {
      parent[i] = i;
    }
  }

  private void swap() {
    double[] vectors = from;
    from = to;
    to = vectors;
    double[] squares = fromSquare;
    fromSquare = toSquare;
    toSquare = squares;
    double[] weights = fromWeight;
    fromWeight = toWeight;
    toWeight = weights;
    int[] memories = fromMemory;
    fromMemory = toMemory;
    toMemory = memories;
  }

  private void checkCancelled(int step) {
    if (step % STEPS_PER_CHECK == 0 && callbacks.cancelled().getAsBoolean()) {
      throw new CancellationException("Kesten index cancelled");
    }
  }

  /** The increments of an accumulated logarithm after a warm-up, in equal batches of time. */
  private static final class TimeBatches {
    private final int warmUp;
    private final int length;
    private final double[] ends = new double[TIME_BATCHES + 1];

    TimeBatches(int steps, int warmUp) {
      this.warmUp = warmUp;
      length = Math.max(1, steps / TIME_BATCHES);
    }

    int total() {
      return warmUp + TIME_BATCHES * length;
    }

    void add(int step, double accumulated) {
      int counted = step + 1 - warmUp;
      if (counted >= 0 && counted % length == 0) {
        ends[counted / length] = accumulated;
      }
    }

    GrowthRate rate() {
      double mean = (ends[TIME_BATCHES] - ends[0]) / TIME_BATCHES;
      double squares = 0;
      for (int b = 0; b < TIME_BATCHES; b++) {
        double difference = ends[b + 1] - ends[b] - mean;
        squares += difference * difference;
      }
      double error = FastMath.sqrt(squares / (TIME_BATCHES * (TIME_BATCHES - 1.0)));
      return new GrowthRate(mean / length, error / length);
    }
  }
}
