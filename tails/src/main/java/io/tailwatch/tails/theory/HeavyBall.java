// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;

/**
 * The companion of a law under heavy-ball momentum: {@code (x, m) -> (M x + beta m, M x + beta m -
 * x)}, which is {@code m' = beta m - gamma g(x)}, {@code x' = x + m'} for the gradient g that
 * belongs to {@code M}. The proposal looks at x only.
 *
 * <p>The second half of a vector is m in a unit of its own, {@code 1.5 (gamma (lambda_1 +
 * delta))^1/2}, in which a full swing of the steepest oscillation has about one length. The index
 * does not depend on the unit, but the particles do: with m in the unit of x, the population drops
 * those that have little x and much m, from which large moments come, and the index is found up to
 * twice too high.
 */
final class HeavyBall implements MatrixLaw {
  private static final double SWING = 1.5;

  private final MatrixLaw plain;
  private final double momentum;
  private final double stiffness;

  private HeavyBall(MatrixLaw plain, double momentum, double stiffness) {
    this.plain = plain;
    this.momentum = momentum;
    this.stiffness = stiffness;
  }

  /**
   * The law itself if there is no momentum.
   *
   * @param stiffness {@code lambda_1 + delta}
   */
  static MatrixLaw of(MatrixLaw plain, SgdStep step, double stiffness) {
    return step.momentum() == 0 ? plain : new HeavyBall(plain, step.momentum(), stiffness);
  }

  /**
   * The unit of m.
   *
   * @param stiffness {@code lambda_1 + delta}
   */
  static double unit(double learningRate, double stiffness) {
    return SWING * FastMath.sqrt(learningRate * stiffness);
  }

  @Override
  public RandomMatrix importance(double learningRate, double alpha, long seed) {
    return new Companion(
        plain.importance(learningRate, alpha, seed), unit(learningRate, stiffness));
  }

  @Override
  public RandomMatrix plain(double learningRate, long seed) {
    return new Companion(plain.plain(learningRate, seed), unit(learningRate, stiffness));
  }

  @Override
  public int dimension() {
    return 2 * plain.dimension();
  }

  @Override
  public int memory() {
    return plain.memory();
  }

  private final class Companion implements RandomMatrix {
    private final RandomMatrix matrix;
    private final int half;
    private final double unit;

    Companion(RandomMatrix matrix, double unit) {
      this.matrix = matrix;
      this.unit = unit;
      half = matrix.dimension();
    }

    @Override
    public int dimension() {
      return 2 * half;
    }

    @Override
    public int memory() {
      return matrix.memory();
    }

    @Override
    public void begin(double[] vectors, int offset, int[] memories, int memoryOffset) {
      matrix.begin(vectors, offset, memories, memoryOffset);
      Arrays.fill(vectors, offset + half, offset + 2 * half, 0);
    }

    @Override
    public double apply(
        double[] from,
        int source,
        double scale,
        double[] to,
        int target,
        int[] fromMemory,
        int sourceMemory,
        int[] toMemory,
        int targetMemory) {
      double logRatio =
          matrix.apply(
              from, source, scale, to, target, fromMemory, sourceMemory, toMemory, targetMemory);
      double kept = momentum * unit * scale;
      for (int j = 0; j < half; j++) {
        double moved = to[target + j] + kept * from[source + half + j];
        to[target + j] = moved;
        to[target + half + j] = (moved - scale * from[source + j]) / unit;
      }
      return logRatio;
    }
  }
}
