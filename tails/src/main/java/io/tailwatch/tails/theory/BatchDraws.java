// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.util.FastMath;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AliasMethodDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Draws row numbers of batches, either uniformly or from the importance mixture of Algorithm C, and
 * keeps the ratio of the two probabilities. The mixture, with {@code e = 0.5 / B}, is uniform with
 * probability {@code 1 - e}, proportional to {@code |a_i|^6} with {@code e / 2}, and otherwise a
 * repeat: of the row drawn last or of the particle's anchor, {@code e / 4} each. Large moments come
 * from long rows and from their repeats, which uniform draws of an affordable number do not see.
 * The anchor is the row along which the particle has grown: without it one neutral draw in between
 * makes a repeat as unlikely as it is for SGD, and for many dimensions, where neutral draws hardly
 * turn the particle, most of the growth would be missed.
 *
 * <p>The stream of random numbers does not depend on the learning rate or the moment, so that
 * evaluations with equal seeds use common random numbers. Single-threaded; allocates nothing after
 * construction.
 */
final class BatchDraws {
  private final int rows;
  private final int batchSize;
  private final UniformRandomProvider random;
  private final SharedStateDiscreteSampler longRows;
  private final double uniformShare;
  private final double longRowShare;
  private final double repeatRatio;
  private final double[] baseRatio;

  /** Row numbers of the batch drawn last. */
  final int[] batch;

  private BatchDraws(FlatRows flat, int batchSize, double mixing, long seed) {
    rows = flat.count();
    this.batchSize = batchSize;
    random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    double[] probabilities = longRowProbabilities(flat);
    longRows = AliasMethodDiscreteSampler.of(random, probabilities);
    uniformShare = 1 - mixing;
    longRowShare = 1 - mixing / 2;
    repeatRatio = rows * mixing / 4;
    baseRatio = new double[rows];
    for (int i = 0; i < rows; i++) {
      baseRatio[i] = uniformShare + mixing / 2 * rows * probabilities[i];
    }
    batch = new int[batchSize];
  }

  /** From the importance mixture. */
  static BatchDraws importance(FlatRows rows, int batchSize, long seed) {
    return new BatchDraws(rows, batchSize, 0.5 / batchSize, seed);
  }

  /** Uniformly, as SGD does; every ratio is 1. */
  static BatchDraws uniform(FlatRows rows, int batchSize, long seed) {
    return new BatchDraws(rows, batchSize, 0, seed);
  }

  /** A row to begin with, drawn in proportion to {@code |a_i|^6}. */
  int firstRow() {
    return longRows.sample();
  }

  /**
   * Fills {@link #batch}.
   *
   * @param anchor the row along which the particle has grown
   * @param previous the row drawn before; the last of the new batch is the next call's
   * @return log of proposal over uniform probability, to be subtracted from the log weight
   */
  double next(int anchor, int previous) {
    double logRatio = 0;
    double ratio = 1;
    int last = previous;
    for (int b = 0; b < batchSize; b++) {
      int row = draw(anchor, last);
      ratio *= baseRatio[row] + (row == last ? repeatRatio : 0) + (row == anchor ? repeatRatio : 0);
      if (ratio > 1e100 || ratio < 1e-100) {
        logRatio += FastMath.log(ratio);
        ratio = 1;
      }
      batch[b] = row;
      last = row;
    }
    return logRatio + FastMath.log(ratio);
  }

  private int draw(int anchor, int last) {
    double u = random.nextDouble();
    if (u < uniformShare) {
      return Math.min(rows - 1, (int) (u / uniformShare * rows));
    }
    return u < longRowShare ? longRows.sample() : u < (1 + longRowShare) / 2 ? anchor : last;
  }

  private static double[] longRowProbabilities(FlatRows flat) {
    double[] weights = new double[flat.count()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double relative = flat.squaredLengths[i] / flat.maximumSquaredLength;
      weights[i] = relative * relative * relative;
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
