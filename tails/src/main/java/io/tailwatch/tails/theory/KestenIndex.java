// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.KestenResult.Status;
import io.tailwatch.tails.theory.RootSearch.Outcome;
import io.tailwatch.tails.theory.RootSearch.Root;
import java.util.OptionalDouble;
import org.apache.commons.math3.util.FastMath;

/**
 * The tail index of ridge-regression SGD itself, with batches drawn with replacement from given
 * rows: the positive alpha at which {@code k(alpha) = lim E |M_t ... M_1|^{alpha / t}} is 1, {@code
 * M = I - gamma (delta I + (1/B) sum over the batch of a_i a_i^T)}. The iterates then have {@code
 * P(|x - x_delta| > r) ~ C r^-alpha} (Kesten, Acta Math. 131, 1973; Goldie, Ann. Appl. Probab. 1,
 * 1991; for SGD Gurbuzbalaban, Simsekli and Zhu, and Hodgkinson and Mahoney, both ICML 2021).
 * Targets, noise level and momentum do not enter; momentum is not covered.
 *
 * <p>One dimension: a scalar equation, solved by Brent's method over all batches if they are at
 * most two million, else over sampled ones. More dimensions: a particle method with importance
 * proposals ({@code log k(alpha) / alpha} increases, and its root is bracketed and then found by
 * regula falsi with common random numbers), first with few particles, then with all. Indexes above
 * about 5 come from rare repeats of a few long rows: they are properties of the data set that
 * readings of feasible depth do not see. With tens of dimensions the particles may miss that
 * growth, more easily the fewer they are; the index is then too high. Indexes below 0.05 count as
 * divergent.
 *
 * <p>Equal arguments give equal bits. Static and thread-safe; single-threaded inside. Cost:
 * particles times steps times batch size times 2 d flops for each exponent tried, about ten of
 * them: seconds of one core at the standard options. Half of each keeps the index within about 2 %.
 */
public final class KestenIndex {
  private static final double SMALLEST_INDEX = 0.05;
  private static final double FIRST_GUESS = 2;
  private static final double COARSE_FACTOR = 1.4;
  private static final double FINE_FACTOR = 1.03;
  private static final double COARSE_ACCURACY = 1e-2;
  private static final double FINE_ACCURACY = 1e-3;
  private static final double RATE_ACCURACY = 2e-3;

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
    FlatRows flat = checked(rows, ridge, batchSize);
    Require.positive("learningRate", learningRate);
    double expansion = learningRate * (flat.maximumSquaredLength + ridge) - 1;
    if (expansion <= 1) {
      options.progress().accept(1);
      return new KestenResult(
          OptionalDouble.empty(), 0, OptionalDouble.empty(), true, Status.CONTRACTIVE);
    }
    double bound = batchSize * FastMath.log(flat.count()) / FastMath.log(expansion);
    KestenResult result =
        flat.dimension() == 1
            ? scalar(new ScalarKesten(flat, ridge, batchSize, options), learningRate, bound)
            : particles(flat, learningRate, ridge, batchSize, bound, options);
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
    double rate;
    if (flat.dimension() == 1) {
      rate =
          new ScalarKesten(flat, ridge, batchSize, options)
              .learningRate(targetIndex, lowest, highest);
    } else {
      Progress progress = new Progress(options, 12);
      KestenOptions less = less(options, 2, 2);
      ParticleCloud few = new ParticleCloud(flat, ridge, batchSize, less(options, 8, 4));
      RootSearch coarse =
          new RootSearch(gamma -> progress.after(few.logMoment(targetIndex, gamma)));
      double guess = highest;
      if (coarse.bracket(lowest * COARSE_FACTOR, COARSE_FACTOR, lowest, highest)
          == Outcome.BRACKETED) {
        guess = coarse.solve(COARSE_ACCURACY).x();
      }
      ParticleCloud many = new ParticleCloud(flat, ridge, batchSize, less);
      RootSearch fine = new RootSearch(gamma -> progress.after(many.logMoment(targetIndex, gamma)));
      Outcome outcome = fine.bracket(guess, FINE_FACTOR, lowest, highest);
      rate = outcome == Outcome.BRACKETED ? fine.solve(RATE_ACCURACY).x() : highest;
    }
    options.progress().accept(1);
    return rate;
  }

  private static KestenResult scalar(ScalarKesten equation, double learningRate, double bound) {
    OptionalDouble repeatBound = OptionalDouble.of(bound);
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

  private static KestenResult particles(
      FlatRows rows,
      double learningRate,
      double ridge,
      int batchSize,
      double bound,
      KestenOptions options) {
    OptionalDouble repeatBound = OptionalDouble.of(bound);
    Progress progress = new Progress(options, 12);
    KestenResult divergent =
        new KestenResult(OptionalDouble.empty(), 0, repeatBound, false, Status.DIVERGENT);
    ParticleCloud few = new ParticleCloud(rows, ridge, batchSize, less(options, 8, 4));
    if (bound <= SMALLEST_INDEX
        || progress.after(few.lyapunovExponent(learningRate)).value() >= 0) {
      return divergent;
    }
    RootSearch coarse = new RootSearch(alpha -> progress.after(few.logMoment(alpha, learningRate)));
    double guess =
        switch (coarse.bracket(FIRST_GUESS, COARSE_FACTOR, SMALLEST_INDEX, bound)) {
          case BRACKETED -> coarse.solve(COARSE_ACCURACY).x();
          case NEGATIVE_THROUGHOUT -> bound;
          case POSITIVE_THROUGHOUT -> SMALLEST_INDEX;
        };
    ParticleCloud many = new ParticleCloud(rows, ridge, batchSize, options);
    RootSearch fine = new RootSearch(alpha -> progress.after(many.logMoment(alpha, learningRate)));
    return switch (fine.bracket(guess, FINE_FACTOR, SMALLEST_INDEX, bound)) {
      case BRACKETED -> {
        Root root = fine.solve(FINE_ACCURACY);
        yield new KestenResult(
            OptionalDouble.of(root.x()),
            root.standardError(),
            repeatBound,
            false,
            Status.ESTIMATED);
      }
      case NEGATIVE_THROUGHOUT ->
          new KestenResult(repeatBound, 0, repeatBound, false, Status.REPEAT_BOUND);
      case POSITIVE_THROUGHOUT -> divergent;
    };
  }

  private static FlatRows checked(double[][] rows, double ridge, int batchSize) {
    FlatRows flat = FlatRows.of(rows);
    Require.notNegative("ridge", ridge);
    Require.that(batchSize >= 1, "batchSize", "at least 1", batchSize);
    return flat;
  }

  private static KestenOptions less(KestenOptions options, int particleShare, int stepShare) {
    int particles =
        Math.max(Math.min(500, options.particles()), options.particles() / particleShare);
    int steps = Math.max(Math.min(200, options.steps()), options.steps() / stepShare);
    return options.withWork(particles, steps);
  }

  /**
   * Tells the share of an expected number of evaluations that is done; the last word, 1, is the
   * caller's.
   */
  private static final class Progress {
    private final KestenOptions options;
    private final double expected;
    private int done;

    Progress(KestenOptions options, int expected) {
      this.options = options;
      this.expected = expected;
    }

    GrowthRate after(GrowthRate rate) {
      done++;
      options.progress().accept(done / (done + Math.max(1, expected - done)));
      return rate;
    }
  }
}
