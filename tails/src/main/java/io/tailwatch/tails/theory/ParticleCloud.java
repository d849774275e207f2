// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Algorithm C: the growth rate {@code log k(alpha) = lim (1/t) log E |M_t ... M_1 u|^alpha} of the
 * products of {@code M = I - gamma (delta I + (1/B) sum a_i a_i^T)} over random batches, by a
 * population of directions that are moved, weighted by the length they gain to the power alpha, and
 * resampled (systematically, when the effective sample size falls below half the population).
 * Batches come from {@link BatchDraws}; the row drawn last and the anchor travel with their
 * particle.
 *
 * <p>Directions are kept at any length with their squared length beside them; resampling moves no
 * vector but redirects the next read. Each evaluation starts anew from the seed. Cost: steps *
 * particles * (batch size + 1) * 4 d flops. Single-threaded; allocates nothing per step.
 */
final class ParticleCloud {
  private static final int TIME_BATCHES = 20;
  private static final double WARM_UP_SHARE = 0.15;
  private static final int STEPS_PER_CHECK = 8;

  private final FlatRows rows;
  private final int dimension;
  private final int batchSize;
  private final double ridge;
  private final int particles;
  private final int steps;
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
  private int[] fromRow;
  private int[] toRow;
  private int[] fromAnchor;
  private int[] toAnchor;

  /** Row of the latest batch with the largest inner product. */
  private int steepest;

  ParticleCloud(FlatRows rows, double ridge, int batchSize, KestenOptions options) {
    this.rows = rows;
    this.dimension = rows.dimension();
    this.batchSize = batchSize;
    this.ridge = ridge;
    this.particles = options.particles();
    this.steps = options.steps();
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
    fromRow = new int[particles];
    toRow = new int[particles];
    fromAnchor = new int[particles];
    toAnchor = new int[particles];
  }

  /** {@code log k(alpha)} at a learning rate; negative infinity if every product vanishes. */
  GrowthRate logMoment(double alpha, double learningRate) {
    BatchDraws draws = BatchDraws.importance(rows, batchSize, seed);
    UniformRandomProvider resampling = RandomSource.XO_SHI_RO_256_PP.create(seed + 1);
    start(draws);
    TimeBatches time = new TimeBatches(steps);
    double accumulated = 0;
    for (int step = 0; step < time.total(); step++) {
      advance(draws, learningRate, alpha);
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
    BatchDraws draws = BatchDraws.uniform(rows, batchSize, seed);
    start(draws);
    identity();
    TimeBatches time = new TimeBatches(steps);
    double accumulated = 0;
    for (int step = 0; step < time.total(); step++) {
      advance(draws, learningRate, 1);
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

  /**
   * Along long rows: the regime that large moments come from is easy to leave and hard to find for
   * a population of any size.
   */
  private void start(BatchDraws draws) {
    for (int i = 0; i < particles; i++) {
      int row = draws.firstRow();
      System.arraycopy(rows.values, row * dimension, from, i * dimension, dimension);
      fromSquare[i] = rows.squaredLengths[row];
      fromRow[i] = row;
      fromAnchor[i] = row;
      fromWeight[i] = 1;
    }
    identity();
  }

  /**
   * Moves every particle by one batch and multiplies its weight by the length gained to the power
   * alpha over the proposal ratio.
   */
  private void advance(BatchDraws draws, double learningRate, double alpha) {
    double keep = 1 - learningRate * ridge;
    double pull = learningRate / batchSize;
    double halfAlpha = alpha / 2;
    for (int i = 0; i < particles; i++) {
      int source = parent[i];
      double logRatio = draws.next(fromAnchor[source], fromRow[source]);
      double square =
          move(
              draws.batch,
              source * dimension,
              i * dimension,
              1 / FastMath.sqrt(fromSquare[source]),
              keep,
              pull);
      if (square > 0) {
        toSquare[i] = square;
        toWeight[i] = fromWeight[i] * FastMath.exp(halfAlpha * FastMath.log(square) - logRatio);
      } else {
        // The product vanished; any direction will do for a weight of zero.
        to[i * dimension] = 1;
        toSquare[i] = 1;
        toWeight[i] = 0;
      }
      toRow[i] = draws.batch[batchSize - 1];
      toAnchor[i] = anchor(fromAnchor[source], steepest, i * dimension);
    }
  }

  /** Of two rows the one that the particle points along more; its length counts. */
  private int anchor(int old, int candidate, int particle) {
    if (old == candidate) {
      return old;
    }
    double oldProduct = Math.abs(product(old * dimension, to, particle));
    return Math.abs(product(candidate * dimension, to, particle)) > oldProduct ? candidate : old;
  }

  /**
   * {@code to = M from / |from|}; returns the squared length of the result and leaves the batch's
   * {@link #steepest} row.
   */
  private double move(int[] batch, int source, int target, double scale, double keep, double pull) {
    int d = dimension;
    double[] a = rows.values;
    double kept = keep * scale;
    for (int j = 0; j < d; j++) {
      to[target + j] = kept * from[source + j];
    }
    double largest = -1;
    for (int b = 0; b < batchSize; b++) {
      int row = batch[b] * d;
      double product = product(row, from, source);
      if (Math.abs(product) > largest) {
        largest = Math.abs(product);
        steepest = batch[b];
      }
      double factor = pull * scale * product;
      for (int j = 0; j < d; j++) {
        to[target + j] -= factor * a[row + j];
      }
    }
    double square = 0;
    for (int j = target; j < target + d; j++) {
      square += to[j] * to[j];
    }
    return square;
  }

  /** In two interleaved sums: a fixed order that still leaves the processor some parallelism. */
  private double product(int row, double[] vectors, int vector) {
    double[] a = rows.values;
    double even = 0;
    double odd = 0;
    int j = 0;
    for (; j + 1 < dimension; j += 2) {
      even += a[row + j] * vectors[vector + j];
      odd += a[row + j + 1] * vectors[vector + j + 1];
    }
    if (j < dimension) {
      even += a[row + j] * vectors[vector + j];
    }
    return even + odd;
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
    int[] last = fromRow;
    fromRow = toRow;
    toRow = last;
    int[] anchors = fromAnchor;
    fromAnchor = toAnchor;
    toAnchor = anchors;
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

    TimeBatches(int steps) {
      warmUp = (int) Math.ceil(WARM_UP_SHARE * steps);
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
