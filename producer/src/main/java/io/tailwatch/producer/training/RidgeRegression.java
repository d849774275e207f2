// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.producer.data.BadDataException;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.tails.theory.KestenIndex;
import io.tailwatch.tails.theory.KestenOptions;
import io.tailwatch.tails.theory.KestenResult;
import io.tailwatch.tails.theory.SgdStep;
import io.tailwatch.tails.theory.SpectralData;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The problem {@code f(x) = |Ax - b|^2 / (2n) + (delta/2) |x|^2} with what is known of it in closed
 * form: eigenvalues and eigenvectors of {@code H = A^T A / n}, the minimiser {@code x_delta = (H +
 * delta I)^-1 A^T b / n} and the smallest loss {@code L_min = min |Ax - b|^2 / (2n)}. Construction
 * costs O(n d^2 + d^3). Immutable and thread-safe.
 */
public final class RidgeRegression {
  /** Fewest steps of a pane: 32 panes of it are a window of 100,000 steps. */
  static final int MIN_PANE_STEPS = 3125;

  /** Panes of a window. */
  static final int PANES = 32;

  // Relaxation times 1/(gamma(lambda_1+delta)) that a pane spans, so that panes are nearly
  // independent along v1.
  private static final double RELAXATIONS_PER_PANE = 20;

  // Below this share of the largest eigenvalue a direction is null: its curvature is rounding.
  static final double RELATIVE_ZERO = 1e-12;

  private static final int PARTICLES = 2000;
  private static final int STEPS = 500;

  private final DataSet data;
  private final double ridge;
  private final SpectralData spectrum;
  private final double[] eigenvalues;
  private final double[] minimiser;
  private final double minimumLoss;

  /**
   * Solves the problem.
   *
   * @param data rows and targets, used as they are
   * @param ridge delta, finite and &ge; 0
   * @throws BadDataException if the features are linearly dependent and delta is 0, so that there
   *     is no unique minimiser
   */
  public RidgeRegression(DataSet data, double ridge) {
    if (!(ridge >= 0) || !Double.isFinite(ridge)) {
      throw new IllegalArgumentException("ridge must be finite and >= 0: was " + ridge);
    }
    this.data = data;
    this.ridge = ridge;
    this.spectrum = SpectralData.of(data.rows());
    this.eigenvalues = spectrum.eigenvalues();
    int d = data.dimension();
    double zero = RELATIVE_ZERO * eigenvalues[0];
    if (!(eigenvalues[0] > 0) || (ridge == 0 && eigenvalues[d - 1] <= zero)) {
      throw new BadDataException(
          data.name()
              + ": the features are linearly dependent (smallest eigenvalue "
              + eigenvalues[d - 1]
              + "); use a ridge > 0 or leave features out");
    }
    double[] moment = new double[d];
    double targetSquares = 0;
    for (int i = 0; i < data.size(); i++) {
      double target = data.targets()[i];
      targetSquares += target * target;
      for (int j = 0; j < d; j++) {
        moment[j] += data.rows()[i][j] * target;
      }
    }
    double[] solution = new double[d];
    double explained = 0;
    for (int k = 0; k < d; k++) {
      double[] direction = spectrum.eigenvector(k);
      double component = dot(direction, moment) / data.size();
      for (int j = 0; j < d; j++) {
        solution[j] += component / (eigenvalues[k] + ridge) * direction[j];
      }
      explained += eigenvalues[k] > zero ? component * component / eigenvalues[k] : 0;
    }
    this.minimiser = solution;
    this.minimumLoss = Math.max(0, 0.5 * (targetSquares / data.size() - explained));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** The data. */
  public DataSet data() {
    return data;
  }

  /** delta. */
  public double ridge() {
    return ridge;
  }

  /** Eigenvalues of A^T A/n, descending; a copy. */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /** The unit eigenvector of the largest eigenvalue, its largest component positive; a copy. */
  public double[] topDirection() {
    return spectrum.eigenvector(0);
  }

  /** The unit eigenvector of the k-th largest eigenvalue, counted from 0; a copy. */
  double[] direction(int k) {
    return spectrum.eigenvector(k);
  }

  /** x_LS, the minimiser without the ridge, 0 along directions without curvature. */
  double[] leastSquares() {
    double[] solution = new double[minimiser.length];
    for (int k = 0; k < eigenvalues.length; k++) {
      if (eigenvalues[k] > RELATIVE_ZERO * eigenvalues[0]) {
        double[] direction = direction(k);
        double scale = (eigenvalues[k] + ridge) / eigenvalues[k] * dot(direction, minimiser);
        for (int j = 0; j < solution.length; j++) {
          solution[j] += scale * direction[j];
        }
      }
    }
    return solution;
  }

  /** x_delta; a copy. */
  public double[] minimiser() {
    return minimiser.clone();
  }

  /**
   * L_min, the least-squares loss at the unpenalised optimum. 0 means interpolation: no noise, no
   * stationary tail.
   */
  public double minimumLoss() {
    return minimumLoss;
  }

  /** The loss L(x) + (delta/2)|x|^2 at x; O(n d). */
  public double objective(double[] x) {
    double squares = 0;
    for (int i = 0; i < data.size(); i++) {
      double residual = dot(data.rows()[i], x) - data.targets()[i];
      squares += residual * residual;
    }
    return 0.5 * squares / data.size() + 0.5 * ridge * dot(x, x);
  }

  /** Steps of a pane: long enough for panes to be nearly independent along v1, at least 3,125. */
  public int paneSteps(double learningRate) {
    double steps = Math.ceil(RELAXATIONS_PER_PANE / (learningRate * (eigenvalues[0] + ridge)));
    return (int) Math.min(Integer.MAX_VALUE, Math.max(MIN_PANE_STEPS, steps));
  }

  /**
   * What a verdict on SGD with this learning rate and batch size needs to know, except for the
   * Kesten index. Observables are the projection on v1 and the norm, both from x_delta.
   *
   * @param paneSteps the same for the whole of a run, since it numbers the panes: {@link
   *     #paneSteps} of its smallest learning rate
   */
  public SeriesDescriptor descriptor(double learningRate, int batchSize, int paneSteps) {
    SeriesDescriptor.Builder descriptor =
        SeriesDescriptor.newBuilder()
            .addObservables(Observable.OBSERVABLE_PROJECTION)
            .addObservables(Observable.OBSERVABLE_NORM)
            .setWindow(WindowSpec.newBuilder().setPaneSteps(paneSteps).setPanes(PANES))
            .setOptimizer(
                Optimizer.newBuilder()
                    .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                    .setLearningRate(learningRate)
                    .setBatchSize(batchSize)
                    .setRidge(ridge));
    Problem.Builder problem =
        Problem.newBuilder().setRows(data.size()).setDimension(data.dimension());
    for (double eigenvalue : eigenvalues) {
      problem.addEigenvalues(eigenvalue);
    }
    Direction.Builder top = Direction.newBuilder();
    for (double component : topDirection()) {
      top.addComponents(component);
    }
    for (double component : minimiser) {
      descriptor.addCentre(component);
    }
    return descriptor.setProblem(problem).addDirections(top).build();
  }

  /**
   * The Kesten index of SGD on these rows as a message: {@link KestenIndex#ofRows} with a quarter
   * of its standard work; fixed seed. Takes seconds: call it in the background.
   *
   * @return empty if cancelled
   */
  public Optional<io.tailwatch.events.v1.KestenIndex> kesten(
      double learningRate, int batchSize, BooleanSupplier cancelled) {
    try {
      KestenResult result =
          KestenIndex.ofRows(
              data.rows(),
              learningRate,
              ridge,
              batchSize,
              KestenOptions.standard().withWork(PARTICLES, STEPS).withCancellation(cancelled));
      return Optional.of(KestenMessages.of(result, learningRate));
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }

  /**
   * The same for fresh Gaussian rows with the eigenvalues of these.
   *
   * @return empty if cancelled, or too large to be estimated
   */
  public Optional<io.tailwatch.events.v1.KestenIndex> kestenOfGaussianRows(
      double learningRate, int batchSize, BooleanSupplier cancelled) {
    try {
      KestenResult result =
          KestenIndex.ofGaussianRows(
              eigenvalues,
              new SgdStep(learningRate, ridge, batchSize, 0),
              KestenOptions.standard().withWork(PARTICLES, STEPS).withCancellation(cancelled));
      return switch (result.status()) {
        case PROJECTION_BOUND, TOO_LARGE -> Optional.empty();
        default -> Optional.of(KestenMessages.of(result, learningRate));
      };
    } catch (CancellationException e) {
      return Optional.empty();
    }
  }
}
