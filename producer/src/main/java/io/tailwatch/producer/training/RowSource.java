// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Gives one row after the other: {@link #next} says where in {@link #rows} and {@link #targets} it
 * lies, until the next call. The same seed gives the same rows; nothing is allocated per row. Not
 * thread-safe.
 */
sealed interface RowSource {
  /** The rows of a problem. */
  static RowSource of(Sampling sampling, RidgeRegression problem, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    double[] rows = problem.data().flatRows();
    double[] targets = problem.data().targets();
    return switch (sampling) {
      case REPLACEMENT -> new Replacement(rows, targets, random);
      case SHUFFLED -> new Shuffled(rows, targets, random);
      case STREAMING -> new Streaming(problem, random);
    };
  }

  /** Row-major. */
  double[] rows();

  /** One for each row. */
  double[] targets();

  /** Number of the next row. */
  int next();

  /** Uniformly with replacement. */
  record Replacement(double[] rows, double[] targets, UniformRandomProvider random)
      implements RowSource {
    @Override
    public int next() {
      return random.nextInt(targets.length);
    }
  }

  /** A permutation after the other (Fisher and Yates), drawn as it is used. */
  final class Shuffled implements RowSource {
    private final double[] rows;
    private final double[] targets;
    private final UniformRandomProvider random;
    private final int[] order;
    private int used;

    Shuffled(double[] rows, double[] targets, UniformRandomProvider random) {
      this.rows = rows;
      this.targets = targets;
      this.random = random;
      this.order = new int[targets.length];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
    }

    @Override
    public double[] rows() {
      return rows;
    }

    @Override
    public double[] targets() {
      return targets;
    }

    @Override
    public int next() {
      if (used == order.length) {
        used = 0;
      }
      int other = used + random.nextInt(order.length - used);
      int row = order[other];
      order[other] = order[used];
      order[used++] = row;
      return row;
    }
  }

  /** a = sum_k sqrt(lambda_k) z_k v_k and b = a.x_LS + sqrt(2 L_min) z, each z standard normal. */
  final class Streaming implements RowSource {
    private final double[] row;
    private final double[] target = new double[1];
    private final double[] roots;
    private final double[] directions;
    private final double[] solution;
    private final double deviation;
    private final ContinuousSampler normal;

    Streaming(RidgeRegression problem, UniformRandomProvider random) {
      double[] eigenvalues = problem.eigenvalues();
      int d = eigenvalues.length;
      this.row = new double[d];
      this.roots = new double[d];
      this.directions = new double[d * d];
      this.solution = problem.leastSquares();
      this.deviation = Math.sqrt(2 * problem.minimumLoss());
      this.normal = ZigguratSampler.NormalizedGaussian.of(random);
      for (int k = 0; k < d; k++) {
        // Rounding may leave a null direction with a negative eigenvalue.
        roots[k] = Math.sqrt(Math.max(0, eigenvalues[k]));
        System.arraycopy(problem.direction(k), 0, directions, k * d, d);
      }
    }

    @Override
    public double[] rows() {
      return row;
    }

    @Override
    public double[] targets() {
      return target;
    }

    @Override
    public int next() {
      int d = row.length;
      Arrays.fill(row, 0);
      for (int k = 0; k < d; k++) {
        double size = roots[k] * normal.sample();
        for (int j = 0; j < d; j++) {
          row[j] += size * directions[k * d + j];
        }
      }
      double value = deviation * normal.sample();
      for (int j = 0; j < d; j++) {
        value += row[j] * solution[j];
      }
      target[0] = value;
      return 0;
    }
  }
}
