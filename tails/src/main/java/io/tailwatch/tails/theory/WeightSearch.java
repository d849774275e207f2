// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.WeightFamily.Choice;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.util.FastMath;

/**
 * Algorithm A: the best pair of bounds over the weights of {@link DriftFunction}. {@link
 * WeightFamily} is searched in (x, log tau) by a 5 x 5 grid and the secular weights, then by
 * Nelder-Mead from the best of these. Secular weights have tau = 0 and the s for which {@code sum
 * lambda_k w_k = 2 B / gamma}, make F vanish at all vertices and are the best lower bound of many
 * spectra. Negative s serves indexes below 2, where the product term of F changes its sign.
 *
 * <p>Every weight gives a valid bound, so that an imperfect optimum is a wider band and never a
 * wrong one. With many distinct eigenvalues the search therefore looks at the face of the simplex
 * that some 130 of them span (F changes little between neighbours), and evaluates only the weights
 * it found on all of it. Single-threaded.
 */
final class WeightSearch {
  private static final int SEARCHED_BLOCKS = 128;
  private static final int CERTIFIED_BLOCKS = 4096;
  private static final double[] X_GRID = {-1, 0.2, 1, 2.6, 5};
  private static final double[] LOG_TAU_GRID = {-9, -6, -3.5, -1.5, 1};
  // The optimiser does not heed its checker's limit of iterations; a search takes some 100.
  private static final int NELDER_MEAD_EVALUATIONS = 1000;
  private static final double VALUE_ACCURACY = 1e-6;
  private static final int BISECTIONS = 60;

  private final Spectrum spectrum;
  private final double noiseRatio;
  private final WeightFamily family;
  private final DriftFunction searched;
  private final DriftFunction drift;
  private final double start;

  /**
   * Prepares a search.
   *
   * @param start where to begin looking for roots
   */
  WeightSearch(Spectrum spectrum, HsgdModel model, double start) {
    this(spectrum, model, start, SEARCHED_BLOCKS);
  }

  WeightSearch(Spectrum spectrum, HsgdModel model, double start, int searchedBlocks) {
    this.spectrum = spectrum;
    this.start = start;
    noiseRatio = model.learningRate() / (2 * model.batchSize());
    family = new WeightFamily(spectrum.values[0], model.ridge());
    int blocks = spectrum.values.length;
    searched = new DriftFunction(spectrum, model, spectrum.representatives(searchedBlocks));
    boolean all = blocks <= searchedBlocks || !certifies(spectrum);
    drift = all ? searched : new DriftFunction(spectrum, model);
  }

  /** Whether the spectrum is small enough that bounds hold for all of it. */
  static boolean certifies(Spectrum spectrum) {
    return spectrum.values.length <= CERTIFIED_BLOCKS;
  }

  /**
   * A bound with the weights that prove it.
   *
   * @param root not yet clipped to [0, eta-star]
   * @param weights one for each block of the spectrum
   */
  record Bound(double root, double[] weights) {}

  /** The largest lower bound found. */
  Bound largestLower() {
    return bound(-1);
  }

  /** The smallest upper bound found. */
  Bound smallestUpper() {
    return bound(1);
  }

  private Bound bound(int sign) {
    Objective objective = new Objective(sign);
    search(objective);
    double[] weights = new double[spectrum.values.length];
    family.fill(objective.bestChoice, spectrum.values, weights);
    double root = sign * objective.best;
    return new Bound(drift == searched ? root : root(drift, sign, weights, root), weights);
  }

  private static double root(DriftFunction drift, int sign, double[] weights, double start) {
    return sign > 0 ? drift.upperRoot(weights, start) : drift.lowerRoot(weights, start);
  }

  private void search(Objective objective) {
    objective.evaluate(Choice.EXPANSION);
    if (spectrum.values.length == 1) {
      return;
    }
    double secularX = secularX();
    double least = objective.evaluate(Choice.of(secularX, -WeightFamily.COORDINATE_LIMIT));
    // Nelder-Mead needs a tau that its steps can change.
    double[] guess = {secularX, LOG_TAU_GRID[0]};
    for (double x : X_GRID) {
      for (double logTau : LOG_TAU_GRID) {
        double value = objective.evaluate(Choice.of(x, logTau));
        if (value < least) {
          least = value;
          guess = new double[] {x, logTau};
        }
      }
    }
    try {
      new SimplexOptimizer(new SimpleValueChecker(VALUE_ACCURACY, VALUE_ACCURACY))
          .optimize(
              new ObjectiveFunction(objective),
              GoalType.MINIMIZE,
              new NelderMeadSimplex(2, 0.7),
              new InitialGuess(guess),
              new MaxEval(NELDER_MEAD_EVALUATIONS));
    } catch (TooManyEvaluationsException e) {
      // The best weights so far give a bound that is as valid.
    }
  }

  /** The x of the secular weights: {@code sum lambda_k w_k} increases in x. */
  private double secularX() {
    double[] weights = new double[spectrum.values.length];
    double low = -WeightFamily.COORDINATE_LIMIT;
    double high = WeightFamily.COORDINATE_LIMIT;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      family.family(1 - FastMath.exp(-middle), 0, spectrum.values, weights);
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        sum += spectrum.multiplicities[k] * spectrum.values[k] * weights[k];
      }
      if (noiseRatio * sum < 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Signed bound as a function of (x, log tau); keeps the best value and starts Newton's method at
   * the latest root.
   */
  private final class Objective implements MultivariateFunction {
    private final int sign;
    private final double[] weights = new double[spectrum.values.length];
    private double best = Double.POSITIVE_INFINITY;
    private Choice bestChoice = Choice.EXPANSION;
    private double latest = start;

    Objective(int sign) {
      this.sign = sign;
    }

    @Override
    public double value(double[] point) {
      return evaluate(Choice.of(point[0], point[1]));
    }

    double evaluate(Choice choice) {
      family.fill(choice, spectrum.values, weights);
      double root = root(searched, sign, weights, latest);
      if (!Double.isFinite(root)) {
        // Out of the range of numbers: these weights bound nothing.
        latest = start;
        return Double.MAX_VALUE;
      }
      latest = root;
      if (sign * root < best) {
        best = sign * root;
        bestChoice = choice;
      }
      return sign * root;
    }
  }
}
