// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Optional;

/**
 * A ridge-regression training problem as theory sees it: a spectrum or data rows, and the
 * optimiser's numbers. Immutable and thread-safe.
 */
public final class TheoryProblem {
  private final HsgdModel model;
  private final double learningRate;
  private final double momentum;
  private final double[][] rows;

  private TheoryProblem(HsgdModel model, double learningRate, double momentum, double[][] rows) {
    this.model = model;
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.rows = rows;
  }

  /**
   * From eigenvalues; SGD itself is then out of reach.
   *
   * @param model spectrum, learning rate, ridge and batch size of SGD without momentum
   */
  public static TheoryProblem ofSpectrum(HsgdModel model) {
    return new TheoryProblem(model, model.learningRate(), 0, null);
  }

  /**
   * From data rows, whose spectrum is computed: O(n d^2 + d^3).
   *
   * @param rows n rows of equal length d, not all zero; copied
   * @param learningRate gamma, positive
   * @param ridge delta, not negative
   * @param batchSize B, at least 1
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   */
  public static TheoryProblem ofRows(
      double[][] rows, double learningRate, double ridge, int batchSize) {
    HsgdModel model = SpectralData.of(rows).model(learningRate, ridge, batchSize);
    return new TheoryProblem(model, learningRate, 0, copy(rows));
  }

  /**
   * The same problem with heavy-ball momentum, {@code m' = beta m - gamma g, x' = x + m'}.
   *
   * @param beta in [0, 1)
   * @throws IllegalArgumentException if beta is outside its range
   */
  public TheoryProblem withMomentum(double beta) {
    Require.that(beta >= 0 && beta < 1, "momentum", "in [0, 1)", beta);
    return new TheoryProblem(
        model.withLearningRate(learningRate / (1 - beta)), learningRate, beta, rows);
  }

  /**
   * What homogenized SGD is asked for: with momentum at the learning rate {@code gamma / (1 -
   * beta)}, which is equivalent to first order only (measured: right to 20 % for beta near 0.9, too
   * high for smaller ones).
   */
  public HsgdModel model() {
    return model;
  }

  /** gamma as given. */
  public double learningRate() {
    return learningRate;
  }

  /** beta, 0 without momentum. */
  public double momentum() {
    return momentum;
  }

  /** A copy of the rows, if the problem was given by rows. */
  public Optional<double[][]> rows() {
    return Optional.ofNullable(rows).map(TheoryProblem::copy);
  }

  private static double[][] copy(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }
}
