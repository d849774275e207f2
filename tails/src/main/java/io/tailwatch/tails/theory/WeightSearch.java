// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

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
 * Algorithm A: the best pair of bounds over the weights of {@link DriftFunction}. The family is
 *
 * <pre>
 * w_k = lambda_k / (lambda_k + delta - s lambda_k^2 (lambda_1 + delta) / lambda_1^2 + tau lambda_1),   s < 1, tau >= 0
 * </pre>
 *
 * searched in (x, log tau), {@code s = 1 - e^-x}, by a 5 x 5 grid and the secular weights, then by
 * Nelder-Mead from the best of these. Secular weights have tau = 0 and the s for which {@code sum
 * lambda_k w_k = 2 B / gamma}, make F vanish at all vertices and are the best lower bound of many
 * spectra. Beside the family stand the weights {@code kappa_k / r_k} of the small-gamma expansion.
 * Negative s serves indexes below 2, where the product term of F changes its sign. Every weight
 * gives a valid bound, so that an imperfect optimum is a wider band and never a wrong one.
 * Single-threaded.
 */
final class WeightSearch {
  private static final double[] X_GRID = {-1, 0.2, 1, 2.6, 5};
  private static final double[] LOG_TAU_GRID = {-9, -6, -3.5, -1.5, 1};
  // The optimiser does not heed its checker's limit of iterations; a search takes some 100.
  private static final int NELDER_MEAD_EVALUATIONS = 1000;
  private static final double VALUE_ACCURACY = 1e-6;
  // Beyond this the weights no longer change in double precision; it keeps exp finite.
  private static final double COORDINATE_LIMIT = 40;
  private static final int BISECTIONS = 60;

  private final double[] lambda;
  private final double[] multiplicity;
  private final double ridge;
  private final double noiseRatio;
  private final DriftFunction drift;
  private final double start;
  private final double[] weights;

  WeightSearch(Spectrum spectrum, HsgdModel model, double start) {
    lambda = spectrum.values;
    multiplicity = spectrum.multiplicities;
    ridge = model.ridge();
    noiseRatio = model.learningRate() / (2 * model.batchSize());
    drift = new DriftFunction(spectrum, model.learningRate(), ridge, model.batchSize());
    this.start = start;
    weights = new double[lambda.length];
  }

  /** The largest lower bound found, not yet clipped to [0, eta-star]. */
  double largestLower() {
    return -smallest(-1);
  }

  /** The smallest upper bound found, not yet clipped to [0, eta-star]. */
  double smallestUpper() {
    return smallest(1);
  }

  private double smallest(int sign) {
    Objective objective = new Objective(sign);
    expansionWeights();
    objective.evaluate();
    if (lambda.length == 1) {
      return objective.best;
    }
    double secularX = secularX();
    double least = objective.value(new double[] {secularX, -COORDINATE_LIMIT});
    // Nelder-Mead needs a tau that its steps can change.
    double[] guess = {secularX, LOG_TAU_GRID[0]};
    for (double x : X_GRID) {
      for (double logTau : LOG_TAU_GRID) {
        double[] point = {x, logTau};
        double value = objective.value(point);
        if (value < least) {
          least = value;
          guess = point;
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
    return objective.best;
  }

  /** The x of the secular weights: {@code sum lambda_k w_k} increases in x. */
  private double secularX() {
    double low = -COORDINATE_LIMIT;
    double high = COORDINATE_LIMIT;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      familyWeights(1 - FastMath.exp(-middle), 0);
      double sum = 0;
      for (int k = 0; k < lambda.length; k++) {
        sum += multiplicity[k] * lambda[k] * weights[k];
      }
      if (noiseRatio * sum < 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void familyWeights(double s, double tau) {
    double top = lambda[0];
    double scale = s * (top + ridge) / (top * top);
    for (int k = 0; k < lambda.length; k++) {
      double l = lambda[k];
      weights[k] = l / (l + ridge - scale * l * l + tau * top);
    }
  }

  /**
   * {@code kappa_k / r_k} with r, rho relative to the first eigenvalue; the quotient is written
   * without the cancellation.
   */
  private void expansionWeights() {
    double top = lambda[0];
    weights[0] = 1;
    for (int k = 1; k < lambda.length; k++) {
      double r = lambda[k] / top;
      double sum = 1 + (lambda[k] + ridge) / (top + ridge);
      weights[k] = 2 * r / (sum + FastMath.sqrt(Math.max(0, sum * sum - 4 * r * r)));
    }
  }

  /**
   * Signed bound as a function of (x, log tau); keeps the best value and starts Newton's method at
   * the latest root.
   */
  private final class Objective implements MultivariateFunction {
    private final int sign;
    private double best = Double.POSITIVE_INFINITY;
    private double latest = start;

    Objective(int sign) {
      this.sign = sign;
    }

    @Override
    public double value(double[] point) {
      double x = clip(point[0]);
      familyWeights(1 - FastMath.exp(-x), FastMath.exp(clip(point[1])));
      return evaluate();
    }

    private double clip(double coordinate) {
      return Math.max(-COORDINATE_LIMIT, Math.min(COORDINATE_LIMIT, coordinate));
    }

    double evaluate() {
      double root = sign > 0 ? drift.upperRoot(weights, latest) : drift.lowerRoot(weights, latest);
      if (!Double.isFinite(root)) {
        // Out of the range of numbers: these weights bound nothing.
        latest = start;
        return Double.MAX_VALUE;
      }
      latest = root;
      best = Math.min(best, sign * latest);
      return sign * latest;
    }
  }
}
