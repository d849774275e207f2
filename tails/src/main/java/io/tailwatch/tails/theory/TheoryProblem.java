// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.Optional;

/**
 * A ridge-regression training problem as theory sees it: a spectrum or data rows, and the
 * optimiser's numbers. Immutable and thread-safe.
 */
public final class TheoryProblem {
  private final HsgdModel model;
  private final double learningRate;
  private final double momentum;
  private final Optional<Data> data;

  /** Rows, never handed out, and their spectrum. */
  private record Data(double[][] rows, SpectralData spectrum) {
    static Data of(double[][] rows) {
      double[][] copy = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
      return new Data(copy, SpectralData.of(copy));
    }
  }

  private TheoryProblem(
      HsgdModel model, double learningRate, double momentum, Optional<Data> data) {
    this.model = model;
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.data = data;
  }

  /**
   * From eigenvalues; what SGD itself does on given rows is then out of reach.
   *
   * @param model spectrum, learning rate, ridge and batch size of SGD without momentum
   */
  public static TheoryProblem ofSpectrum(HsgdModel model) {
    return new TheoryProblem(model, model.learningRate(), 0, Optional.empty());
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
    Data data = Data.of(rows);
    return new TheoryProblem(
        data.spectrum().model(learningRate, ridge, batchSize), learningRate, 0, Optional.of(data));
  }

  /**
   * The same problem with data rows for what is asked of SGD itself; homogenized SGD keeps the
   * eigenvalues it has. Cost as {@link #ofRows}.
   *
   * @param rows n rows of equal length, not all zero; copied
   * @throws IllegalArgumentException if the rows are not so, or the batch size is not a whole
   *     number
   */
  public TheoryProblem withRows(double[][] rows) {
    Require.that(step().isPresent(), "batchSize", "a whole number with rows", model.batchSize());
    return new TheoryProblem(model, learningRate, momentum, Optional.of(Data.of(rows)));
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
        model.withLearningRate(learningRate / (1 - beta)), learningRate, beta, data);
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

  /** Whether the problem was given by rows. */
  public boolean hasRows() {
    return data.isPresent();
  }

  /** One step of SGD; empty when the batch size is not a whole number of rows. */
  Optional<SgdStep> step() {
    double batch = model.batchSize();
    return batch == Math.rint(batch) && batch <= Integer.MAX_VALUE
        ? Optional.of(new SgdStep(learningRate, model.ridge(), (int) batch, momentum))
        : Optional.empty();
  }

  Optional<RowStatements> rowStatements() {
    return data.map(
        given -> RowStatements.of(given.rows(), given.spectrum(), step().orElseThrow()));
  }

  /** The rows themselves, for use inside this package. */
  double[][] rows() {
    return data.orElseThrow().rows();
  }

  /** The rows' components along the first eigenvector, as rows of length 1. */
  double[][] projectedRows() {
    double[] direction = data.orElseThrow().spectrum().eigenvector(0);
    return Arrays.stream(rows())
        .map(
            row -> {
              double along = 0;
              for (int j = 0; j < direction.length; j++) {
                along += row[j] * direction[j];
              }
              return new double[] {along};
            })
        .toArray(double[][]::new);
  }
}
