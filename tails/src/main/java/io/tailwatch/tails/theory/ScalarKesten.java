// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.util.FastMath;

/**
 * The one-dimensional Kesten equation {@code E |1 - gamma (delta + x)|^alpha = 1}, x the mean
 * square of a batch: over all batches where they are at most two million, else over a sample of
 * batches from {@link BatchDraws} with normalised weights. At a fixed learning rate {@code log E}
 * is convex in alpha and 0 at 0, so that the positive root is unique. Not modified after
 * construction.
 */
final class ScalarKesten {
  private static final int ENUMERATED = 2_000_000;
  private static final int SAMPLED = 400_000;
  private static final int BRENT_EVALUATIONS = 300;
  private static final double ACCURACY = 1e-12;

  private final double ridge;
  private final double[] meanSquares;
  private final double[] weights;

  /** Whether every batch is counted, so that there is no sampling error. */
  final boolean exact;

  ScalarKesten(FlatRows rows, double ridge, int batchSize, KestenOptions options) {
    this.ridge = ridge;
    exact = batchSize * FastMath.log(rows.count()) <= FastMath.log(ENUMERATED);
    if (exact) {
      meanSquares = everyBatch(rows.squaredLengths, batchSize);
      weights = new double[0];
    } else {
      int size = (int) Math.min(SAMPLED, (long) options.particles() * options.steps());
      meanSquares = new double[size];
      weights = new double[size];
      sample(BatchDraws.importance(rows, batchSize, options.seed()), rows.squaredLengths);
    }
  }

  /** {@code log E |M|^alpha} with the standard error of a sampled one. */
  GrowthRate logMoment(double alpha, double learningRate) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < meanSquares.length; i++) {
      sum += weight(i) * power(i, alpha, learningRate);
      total += weight(i);
    }
    double mean = sum / total;
    return new GrowthRate(
        FastMath.log(mean), exact ? 0 : error(alpha, learningRate, mean, total) / mean);
  }

  /**
   * The index, given that the Lyapunov exponent is negative and that the moment of order {@code
   * highest} is not below 1.
   */
  RootSearch.Root index(double learningRate, double lowest, double highest) {
    double root =
        new BrentSolver(ACCURACY, ACCURACY)
            .solve(
                BRENT_EVALUATIONS,
                alpha -> logMoment(alpha, learningRate).value() / alpha,
                lowest,
                highest);
    double near = 1e-4 * root;
    GrowthRate low = logMoment(root - near, learningRate);
    double slope = (logMoment(root + near, learningRate).value() - low.value()) / (2 * near);
    return new RootSearch.Root(root, low.standardError() / slope);
  }

  /** The learning rate between two where the moment of a given order passes 1. */
  double learningRate(double alpha, double lowest, double highest) {
    return new BrentSolver(ACCURACY, ACCURACY)
        .solve(BRENT_EVALUATIONS, rate -> logMoment(alpha, rate).value(), lowest, highest);
  }

  private double error(double alpha, double learningRate, double mean, double total) {
    double squares = 0;
    for (int i = 0; i < meanSquares.length; i++) {
      double difference = weights[i] * (power(i, alpha, learningRate) - mean);
      squares += difference * difference;
    }
    return FastMath.sqrt(squares) / total;
  }

  private double factor(int i, double learningRate) {
    return Math.abs(1 - learningRate * (ridge + meanSquares[i]));
  }

  private double power(int i, double alpha, double learningRate) {
    return FastMath.exp(alpha * FastMath.log(factor(i, learningRate)));
  }

  private double weight(int i) {
    return exact ? 1 : weights[i];
  }

  private void sample(BatchDraws draws, double[] squares) {
    for (int i = 0; i < meanSquares.length; i++) {
      int anchor = draws.firstRow();
      weights[i] = FastMath.exp(-draws.next(anchor, anchor));
      double sum = 0;
      for (int row : draws.batch) {
        sum += squares[row];
      }
      meanSquares[i] = sum / draws.batch.length;
    }
  }

  private static double[] everyBatch(double[] squares, int batchSize) {
    double[] sums = {0};
    for (int b = 0; b < batchSize; b++) {
      double[] next = new double[sums.length * squares.length];
      for (int i = 0; i < next.length; i++) {
        next[i] = sums[i / squares.length] + squares[i % squares.length];
      }
      sums = next;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= batchSize;
    }
    return sums;
  }
}
