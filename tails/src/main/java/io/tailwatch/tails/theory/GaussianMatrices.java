// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.util.FastMath;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * {@code M = I - gamma (delta I + (1/B) sum a_i a_i^T)} with fresh Gaussian rows of covariance
 * {@code Lambda}, in its eigenbasis, or the companion matrix of that under heavy-ball momentum. For
 * a vector u, {@code w = Lambda^{1/2} u}, the whole batch acts through {@code X ~ chi^2_B}, {@code
 * R ~ chi^2_{d-1}} and a uniform unit vector e orthogonal to w, all independent:
 *
 * <p>{@code M u = (1 - gamma delta) u - (gamma / B) Lambda^{1/2} (X w + (X R)^{1/2} |w| e)}.
 *
 * <p>The proposal draws e, then X and R in proportion to the length gained to the power alpha,
 * among a few candidates of a shifted lattice over {@link ChiSquareNodes}: weights differ only by
 * the mean over the candidates. Fixed proposals for X (and none for R) leave some hundred times the
 * variance. The stream of random numbers depends neither on the learning rate nor on alpha. Cost of
 * one matrix: d normal numbers, 20 d flops and 13 logarithms and exponentials.
 */
final class GaussianMatrices implements MatrixLaw {
  private static final int CANDIDATES = 13;
  // With 13, a good lattice in the plane: consecutive Fibonacci numbers.
  private static final int GENERATOR = 8;

  private final double[] roots;
  private final double ridge;
  private final double momentum;
  private final int batchSize;
  private final ChiSquareNodes batchNodes;
  private final ChiSquareNodes restNodes;

  /**
   * With or without momentum.
   *
   * @param eigenvalues of the covariance, positive and descending
   * @param step whose learning rate is not used
   */
  GaussianMatrices(double[] eigenvalues, SgdStep step) {
    roots = new double[eigenvalues.length];
    for (int j = 0; j < roots.length; j++) {
      roots[j] = FastMath.sqrt(eigenvalues[j]);
    }
    ridge = step.ridge();
    momentum = step.momentum();
    batchSize = step.batchSize();
    batchNodes = new ChiSquareNodes(batchSize);
    restNodes = new ChiSquareNodes(roots.length - 1);
  }

  @Override
  public RandomMatrix importance(double learningRate, double alpha, long seed) {
    return new Matrix(learningRate, alpha, seed);
  }

  @Override
  public RandomMatrix plain(double learningRate, long seed) {
    return new Matrix(learningRate, 0, seed);
  }

  @Override
  public int dimension() {
    return momentum > 0 ? 2 * roots.length : roots.length;
  }

  @Override
  public int memory() {
    return 0;
  }

  private final class Matrix implements RandomMatrix {
    private final UniformRandomProvider random;
    private final SharedStateContinuousSampler normal;
    private final double keep;
    private final double pull;
    private final double halfAlpha;
    // Of the velocity: see HeavyBall.
    private final double unit;
    private final ChiSquareNodes.Stretched batches;
    private final ChiSquareNodes.Stretched rests;
    private final int size = roots.length;

    /** {@code Lambda^{1/2} w} and {@code Lambda^{1/2} |w| e}. */
    private final double[] along = new double[size];

    private final double[] across = new double[size];

    private final double[] squares = new double[CANDIDATES];
    private final double[] weights = new double[CANDIDATES];
    private final int[] batchNumbers = new int[CANDIDATES];
    private final int[] restNumbers = new int[CANDIDATES];
    private double logRatio;

    Matrix(double learningRate, double alpha, long seed) {
      random = RandomSource.XO_SHI_RO_256_PP.create(seed);
      normal = ZigguratSampler.NormalizedGaussian.of(random);
      keep = 1 - learningRate * ridge;
      pull = learningRate / batchSize;
      unit = HeavyBall.unit(learningRate, roots[0] * roots[0] + ridge);
      halfAlpha = alpha / 2;
      batches = batchNodes.stretched(alpha);
      rests = restNodes.stretched(halfAlpha);
    }

    @Override
    public int dimension() {
      return GaussianMatrices.this.dimension();
    }

    @Override
    public int memory() {
      return 0;
    }

    @Override
    public void begin(double[] vectors, int offset, int[] memories, int memoryOffset) {
      for (int j = 0; j < dimension(); j++) {
        vectors[offset + j] = j < size ? roots[j] * normal.sample() : 0;
      }
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
      drawDirections(from, source, scale);
      // The new squared length is a polynomial of the square roots of X and R.
      double offset = 0;
      double alongOffset = 0;
      double acrossOffset = 0;
      double alongSquare = 0;
      double acrossSquare = 0;
      double product = 0;
      for (int j = 0; j < size; j++) {
        double u = scale * from[source + j];
        double kept = keep * u;
        double offsetSum = kept;
        if (momentum > 0) {
          kept += momentum * unit * scale * from[source + size + j];
          double change = (kept - u) / unit;
          offset += change * change;
          offsetSum = kept + change / unit;
        }
        to[target + j] = kept;
        offset += kept * kept;
        alongOffset += along[j] * offsetSum;
        acrossOffset += across[j] * offsetSum;
        alongSquare += along[j] * along[j];
        acrossSquare += across[j] * across[j];
        product += along[j] * across[j];
      }
      double copies = momentum > 0 ? 1 + 1 / (unit * unit) : 1;
      double u = random.nextDouble();
      double v = random.nextDouble();
      for (int i = 0; i < CANDIDATES; i++) {
        batchNumbers[i] = batches.at(u + (double) i / CANDIDATES);
        restNumbers[i] = rests.at(v + (double) (i * GENERATOR) / CANDIDATES);
        double a = pull * batches.values[batchNumbers[i]];
        double b = pull * root(batchNumbers[i], restNumbers[i]);
        squares[i] =
            offset
                - 2 * (a * alongOffset + b * acrossOffset)
                + copies * (a * a * alongSquare + 2 * a * b * product + b * b * acrossSquare);
      }
      int chosen = choose();
      double a = pull * batches.values[batchNumbers[chosen]];
      double b = pull * root(batchNumbers[chosen], restNumbers[chosen]);
      for (int j = 0; j < size; j++) {
        double moved = to[target + j] - a * along[j] - b * across[j];
        to[target + j] = moved;
        if (momentum > 0) {
          to[target + size + j] = (moved - scale * from[source + j]) / unit;
        }
      }
      return logRatio;
    }

    private double root(int batchNumber, int restNumber) {
      return FastMath.sqrt(batches.values[batchNumber] * rests.values[restNumber]);
    }

    private void drawDirections(double[] from, int source, double scale) {
      double square = 0;
      double inner = 0;
      for (int j = 0; j < size; j++) {
        along[j] = roots[j] * scale * from[source + j];
        across[j] = normal.sample();
        square += along[j] * along[j];
        inner += along[j] * across[j];
      }
      double share = square > 0 ? inner / square : 0;
      double length = 0;
      for (int j = 0; j < size; j++) {
        across[j] -= share * along[j];
        length += across[j] * across[j];
      }
      double factor = size > 1 && length > 0 ? FastMath.sqrt(square / length) : 0;
      for (int j = 0; j < size; j++) {
        along[j] *= roots[j];
        across[j] *= factor * roots[j];
      }
    }

    /** A candidate in proportion to its share times its squared length to the power alpha / 2. */
    private int choose() {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < CANDIDATES; i++) {
        double logSquare = FastMath.log(Math.max(Double.MIN_NORMAL, squares[i]));
        squares[i] = halfAlpha * logSquare;
        weights[i] =
            squares[i] + batches.logShares[batchNumbers[i]] + rests.logShares[restNumbers[i]];
        largest = Math.max(largest, weights[i]);
      }
      double sum = 0;
      for (int i = 0; i < CANDIDATES; i++) {
        weights[i] = FastMath.exp(weights[i] - largest);
        sum += weights[i];
      }
      double position = random.nextDouble() * sum;
      int chosen = 0;
      double passed = weights[0];
      while (chosen < CANDIDATES - 1 && passed <= position) {
        passed += weights[++chosen];
      }
      logRatio = squares[chosen] - largest - FastMath.log(sum / CANDIDATES);
      return chosen;
    }
  }
}
