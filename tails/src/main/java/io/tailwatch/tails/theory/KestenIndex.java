// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.KestenResult.Status;
import io.tailwatch.tails.theory.RootSearch.Root;
import java.util.OptionalDouble;
import org.apache.commons.math3.util.FastMath;

/**
 * The tail index of ridge-regression SGD itself: the positive alpha at which {@code k(alpha) = lim
 * E |M_t ... M_1|^{alpha / t}} is 1, {@code M = I - gamma (delta I + (1/B) sum over the batch of
 * a_i a_i^T)}. The iterates then have {@code P(|x - x_delta| > r) ~ C r^-alpha} (Kesten, Acta Math.
 * 131, 1973; Goldie, Ann. Appl. Probab. 1, 1991; for SGD Gurbuzbalaban, Simsekli and Zhu, and
 * Hodgkinson and Mahoney, both ICML 2021). Batches are drawn with replacement from given rows, or
 * are fresh Gaussian rows of a given covariance. With momentum, M is the companion matrix of {@code
 * (x, m)}. Targets and noise level do not enter.
 *
 * <p>One dimension without momentum: a scalar equation, solved by Brent's method over all batches
 * if they are at most two million, else over sampled ones; for Gaussian rows with equal eigenvalues
 * by quadrature ({@link IsotropicGaussianIndex}). Otherwise a particle method with importance
 * proposals ({@code log k(alpha) / alpha} increases, and its root is bracketed and then found by
 * regula falsi with common random numbers), first with few particles, then with all. Indexes above
 * about 5 of given rows come from rare repeats of a few long ones: they are properties of the data
 * set that readings of feasible depth do not see. With tens of dimensions the particles may miss
 * that growth, more easily the fewer they are; the index is then too high. Indexes below 0.05 count
 * as divergent.
 *
 * <p>Equal arguments give equal bits. Static and thread-safe; single-threaded inside. Cost:
 * particles times steps times batch size times 2 d flops for each exponent tried, about ten of
 * them; for Gaussian rows particles times steps times (d + B) normal numbers. Half of each keeps
 * the index within about 2 %.
 */
public final class KestenIndex {
  static final double SMALLEST_INDEX = 0.05;

  private KestenIndex() {}

  /**
   * The index at one learning rate.
   *
   * @param rows the data rows a_i, n of equal length d, centred and scaled as the training sees
   *     them
   * @param learningRate gamma, positive: the factor of the mean gradient of the batch
   * @param ridge delta, not negative
   * @param batchSize B, at least 1
   * @param options amount of work, seed and callbacks
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   * @throws java.util.concurrent.CancellationException once the options' check says so
   */
  public static KestenResult ofRows(
      double[][] rows, double learningRate, double ridge, int batchSize, KestenOptions options) {
    return ofRows(rows, new SgdStep(learningRate, ridge, batchSize), options);
  }

  /**
   * The index of one kind of step. With momentum there is no simple condition under which the
   * iterates stay bounded: an index that is not found below the repeat bound, or below 1,000 if no
   * row alone can move the iterate away, has a status that says so.
   *
   * @param rows the data rows a_i, n of equal length d, centred and scaled as the training sees
   *     them
   * @param step learning rate, ridge, batch size and momentum
   * @param options amount of work, seed and callbacks
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   * @throws java.util.concurrent.CancellationException once the options' check says so
   */
  public static KestenResult ofRows(double[][] rows, SgdStep step, KestenOptions options) {
    FlatRows flat = FlatRows.of(rows);
    KestenResult result;
    if (SgdBounds.contracts(flat, step)) {
      result =
          new KestenResult(
              OptionalDouble.empty(), 0, OptionalDouble.empty(), true, Status.CONTRACTIVE);
    } else if (flat.dimension() == 1 && step.momentum() == 0) {
      result = scalar(flat, step, options);
    } else {
      OptionalDouble bound = SgdBounds.repeatBound(flat, step);
      double stiffness = SpectralData.of(rows).eigenvalues()[0] + step.ridge();
      MatrixLaw law =
          HeavyBall.of(new RowMatrices(flat, step.ridge(), step.batchSize()), step, stiffness);
      result = particles(law, step, stiffness, bound, bound, Status.REPEAT_BOUND, options);
    }
    options.progress().accept(1);
    return result;
  }

  /**
   * The index with fresh Gaussian rows in every batch (streaming data).
   *
   * @param eigenvalues of the rows' covariance in any order, zeros allowed as in {@link HsgdModel}
   * @param step learning rate, ridge, batch size and momentum
   * @param options amount of work, seed and callbacks; not used for equal eigenvalues without
   *     momentum
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   * @throws java.util.concurrent.CancellationException once the options' check says so
   */
  public static KestenResult ofGaussianRows(
      double[] eigenvalues, SgdStep step, KestenOptions options) {
    double[] descending = HsgdModel.positiveDescending(eigenvalues);
    KestenResult result;
    if (step.momentum() > 0) {
      result = gaussian(descending, step, OptionalDouble.empty(), options);
    } else if (descending[0] == descending[descending.length - 1]) {
      result = IsotropicGaussianIndex.of(descending.length, descending[0], step);
    } else {
      KestenResult projection = IsotropicGaussianIndex.of(1, descending[0], step);
      result =
          projection.status() == Status.DIVERGENT
              ? projection
              : gaussian(descending, step, projection.index(), options);
    }
    options.progress().accept(1);
    return result;
  }

  /**
   * The learning rate at which the index of {@link #ofRows} equals a target. At a fixed alpha,
   * {@code log k(alpha)} is 0 at rate 0, then negative, and becomes positive at the rate sought;
   * the search begins where every step is still a contraction and goes up, so that it cannot end at
   * the root 0. Spends a quarter of the options' work per evaluation.
   *
   * @param rows as in {@link #ofRows}; at least two, and not all zero
   * @param ridge delta, not negative
   * @param batchSize B, at least 1
   * @param targetIndex the index wanted, at least 0.05
   * @param options amount of work, seed and callbacks
   * @throws IllegalArgumentException if an argument is outside its range; the message holds name,
   *     rule and value
   * @throws java.util.concurrent.CancellationException once the options' check says so
   */
  public static double learningRateFor(
      double[][] rows, double ridge, int batchSize, double targetIndex, KestenOptions options) {
    FlatRows flat = checked(rows, ridge, batchSize);
    Require.that(flat.count() >= 2, "number of rows", "at least 2", flat.count());
    Require.that(
        flat.maximumSquaredLength > 0, "longest row", "longer than 0", flat.maximumSquaredLength);
    Require.that(
        targetIndex >= SMALLEST_INDEX && targetIndex < Double.POSITIVE_INFINITY,
        "targetIndex",
        "at least " + SMALLEST_INDEX + " and finite",
        targetIndex);
    double reach = flat.maximumSquaredLength + ridge;
    double lowest = 2 / reach;
    // Here the repeat bound equals the target, so the root is not above.
    double highest =
        (1 + FastMath.exp(batchSize / targetIndex * FastMath.log(flat.count()))) / reach;
    double rate =
        flat.dimension() == 1
            ? new ScalarKesten(flat, ridge, batchSize, options)
                .learningRate(targetIndex, lowest, highest)
            : new KestenSearch(
                    new RowMatrices(flat, ridge, batchSize),
                    options,
                    SpectralData.of(rows).eigenvalues()[0] + ridge)
                .learningRate(targetIndex, lowest, highest);
    options.progress().accept(1);
    return rate;
  }

  private static KestenResult gaussian(
      double[] eigenvalues, SgdStep step, OptionalDouble bound, KestenOptions options) {
    MatrixLaw law = new GaussianMatrices(eigenvalues, step);
    double stiffness = eigenvalues[0] + step.ridge();
    return particles(
        law, step, stiffness, bound, OptionalDouble.empty(), Status.PROJECTION_BOUND, options);
  }

  private static KestenResult particles(
      MatrixLaw law,
      SgdStep step,
      double stiffness,
      OptionalDouble bound,
      OptionalDouble repeatBound,
      Status atBound,
      KestenOptions options) {
    KestenSearch.Found found =
        new KestenSearch(law, options, stiffness / (1 - step.momentum()))
            .index(step.learningRate(), bound.orElse(IsotropicGaussianIndex.LARGEST));
    if (found instanceof KestenSearch.Found.Index index) {
      Root root = index.root();
      return new KestenResult(
          OptionalDouble.of(root.x()), root.standardError(), repeatBound, false, Status.ESTIMATED);
    }
    if (found instanceof KestenSearch.Found.Divergent) {
      return new KestenResult(OptionalDouble.empty(), 0, repeatBound, false, Status.DIVERGENT);
    }
    Status status = bound.isPresent() ? atBound : Status.TOO_LARGE;
    return new KestenResult(bound, 0, repeatBound, false, status);
  }

  private static KestenResult scalar(FlatRows rows, SgdStep step, KestenOptions options) {
    OptionalDouble repeatBound = SgdBounds.repeatBound(rows, step);
    double bound = repeatBound.getAsDouble();
    double learningRate = step.learningRate();
    ScalarKesten equation = new ScalarKesten(rows, step.ridge(), step.batchSize(), options);
    // The logarithm is convex in alpha and 0 at 0: if it is not negative here, it is not below
    // either.
    if (bound <= SMALLEST_INDEX || equation.logMoment(SMALLEST_INDEX, learningRate).value() >= 0) {
      return new KestenResult(OptionalDouble.empty(), 0, repeatBound, false, Status.DIVERGENT);
    }
    // The bound is the root itself when a single row expands; the margin is for rounding.
    double highest = bound * (1 + 1e-9);
    if (equation.logMoment(highest, learningRate).value() < 0) {
      return new KestenResult(repeatBound, 0, repeatBound, false, Status.REPEAT_BOUND);
    }
    Root root = equation.index(learningRate, SMALLEST_INDEX, highest);
    Status status = equation.exact ? Status.EXACT : Status.ESTIMATED;
    return new KestenResult(
        OptionalDouble.of(root.x()), root.standardError(), repeatBound, false, status);
  }

  private static FlatRows checked(double[][] rows, double ridge, int batchSize) {
    FlatRows flat = FlatRows.of(rows);
    Require.notNegative("ridge", ridge);
    Require.that(batchSize >= 1, "batchSize", "at least 1", batchSize);
    return flat;
  }
}
