// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.RootSearch.Outcome;
import io.tailwatch.tails.theory.RootSearch.Root;

/**
 * Roots of the growth rate that {@link ParticleCloud} estimates: {@code log k(alpha) / alpha}
 * increases, and its root is bracketed and then found by regula falsi with common random numbers,
 * first with few particles, then with all. Single-threaded.
 */
final class KestenSearch {
  private static final double FIRST_GUESS = 2;
  private static final double COARSE_FACTOR = 1.4;
  private static final double FINE_FACTOR = 1.03;
  private static final double COARSE_ACCURACY = 1e-2;
  private static final double FINE_ACCURACY = 1e-3;
  private static final double RATE_ACCURACY = 2e-3;
  private static final double EXPECTED_EVALUATIONS = 12;

  /** Relaxation times of the steepest direction until the directions have settled. */
  private static final double SETTLING = 5;

  /** In units of the simulated steps. */
  private static final double LONGEST_SETTLING = 4;

  private final MatrixLaw law;
  private final KestenOptions options;
  private final double stiffness;
  private int evaluations;

  /**
   * A search.
   *
   * @param stiffness {@code (lambda_1 + delta) / (1 - beta)}: the directions settle at that times
   *     the learning rate
   */
  KestenSearch(MatrixLaw law, KestenOptions options, double stiffness) {
    this.law = law;
    this.options = options;
    this.stiffness = stiffness;
  }

  /** What was found between {@link KestenIndex#SMALLEST_INDEX} and a highest index. */
  sealed interface Found {
    /** A root. */
    record Index(Root root) implements Found {}

    /** No stationary law, or none with a moment of the smallest order. */
    record Divergent() implements Found {}

    /**
     * The growth rate is negative up to the highest index, or the steps are so small that the
     * directions do not settle in the time that is simulated.
     */
    record None() implements Found {}
  }

  Found index(double learningRate, double highest) {
    double settling = SETTLING / (learningRate * stiffness);
    if (settling > LONGEST_SETTLING * options.steps()) {
      return new Found.None();
    }
    ParticleCloud few = new ParticleCloud(law, less(8, 4), (int) settling);
    double smallest = KestenIndex.SMALLEST_INDEX;
    if (highest <= smallest || told(few.lyapunovExponent(learningRate)).value() >= 0) {
      return new Found.Divergent();
    }
    RootSearch coarse = new RootSearch(alpha -> told(few.logMoment(alpha, learningRate)));
    double guess =
        switch (coarse.bracket(FIRST_GUESS, COARSE_FACTOR, smallest, highest)) {
          case BRACKETED -> coarse.solve(COARSE_ACCURACY).x();
          case NEGATIVE_THROUGHOUT -> highest;
          case POSITIVE_THROUGHOUT -> smallest;
        };
    ParticleCloud many = new ParticleCloud(law, options, (int) settling);
    RootSearch fine = new RootSearch(alpha -> told(many.logMoment(alpha, learningRate)));
    return switch (fine.bracket(guess, FINE_FACTOR, smallest, highest)) {
      case BRACKETED -> new Found.Index(fine.solve(FINE_ACCURACY));
      case NEGATIVE_THROUGHOUT -> new Found.None();
      case POSITIVE_THROUGHOUT -> new Found.Divergent();
    };
  }

  /** The learning rate of an index; the highest one if the growth rate is negative up to there. */
  double learningRate(double index, double lowest, double highest) {
    int settling = (int) Math.min(options.steps(), SETTLING / (lowest * stiffness));
    ParticleCloud few = new ParticleCloud(law, less(8, 4), settling);
    RootSearch coarse = new RootSearch(gamma -> told(few.logMoment(index, gamma)));
    double guess = highest;
    if (coarse.bracket(lowest * COARSE_FACTOR, COARSE_FACTOR, lowest, highest)
        == Outcome.BRACKETED) {
      guess = coarse.solve(COARSE_ACCURACY).x();
    }
    ParticleCloud many = new ParticleCloud(law, less(2, 2), settling);
    RootSearch fine = new RootSearch(gamma -> told(many.logMoment(index, gamma)));
    Outcome outcome = fine.bracket(guess, FINE_FACTOR, lowest, highest);
    return outcome == Outcome.BRACKETED ? fine.solve(RATE_ACCURACY).x() : highest;
  }

  private KestenOptions less(int particleShare, int stepShare) {
    int particles =
        Math.max(Math.min(500, options.particles()), options.particles() / particleShare);
    int steps = Math.max(Math.min(200, options.steps()), options.steps() / stepShare);
    return options.withWork(particles, steps);
  }

  /**
   * Tells the share of an expected number of evaluations that is done; the last word, 1, is the
   * caller's.
   */
  private GrowthRate told(GrowthRate rate) {
    evaluations++;
    double left = Math.max(1, EXPECTED_EVALUATIONS - evaluations);
    options.progress().accept(evaluations / (evaluations + left));
    return rate;
  }
}
