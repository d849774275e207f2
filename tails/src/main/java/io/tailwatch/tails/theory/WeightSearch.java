// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.analysis.MultivariateFunction;
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
 * w_k = lambda_k / (lambda_k + delta - s lambda_k^2 (lambda_1 + delta) / lambda_1^2 + tau lambda_1),   0 <= s < 1, tau >= 0
 * </pre>
 *
 * searched in (logit s, log tau) by a 5 x 5 grid and then Nelder-Mead from the grid's best point;
 * beside it the weights {@code kappa_k / r_k} of the small-gamma expansion. Every weight gives a
 * valid bound, so that an imperfect optimum is a wider band and never a wrong one. Single-threaded.
 */
final class WeightSearch {
  private static final double[] LOGIT_GRID = {-4, -1.5, 0.5, 2.5, 5};
  private static final double[] LOG_GRID = {-9, -6, -3.5, -1.5, 1};
  private static final int NELDER_MEAD_ITERATIONS = 120;
  private static final double VALUE_ACCURACY = 1e-7;
  // Beyond this the weights no longer change in double precision; it keeps exp finite.
  private static final double COORDINATE_LIMIT = 40;

  private final double[] lambda;
  private final double ridge;
  private final DriftFunction drift;
  private final double start;
  private final double[] weights;

  WeightSearch(Spectrum spectrum, HsgdModel model, double start) {
    lambda = spectrum.values;
    ridge = model.ridge();
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
    double[] guess = {0, 0};
    double least = Double.POSITIVE_INFINITY;
    for (double logit : LOGIT_GRID) {
      for (double log : LOG_GRID) {
        double value = objective.value(new double[] {logit, log});
        if (value < least) {
          least = value;
          guess = new double[] {logit, log};
        }
      }
    }
    new SimplexOptimizer(
            new SimpleValueChecker(VALUE_ACCURACY, VALUE_ACCURACY, NELDER_MEAD_ITERATIONS))
        .optimize(
            new ObjectiveFunction(objective),
            GoalType.MINIMIZE,
            new NelderMeadSimplex(2),
            new InitialGuess(guess),
            MaxEval.unlimited());
    return objective.best;
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
   * Signed bound as a function of (logit s, log tau); keeps the best value and starts Newton's
   * method at the latest root.
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
      double logit = Math.max(-COORDINATE_LIMIT, Math.min(COORDINATE_LIMIT, point[0]));
      double log = Math.max(-COORDINATE_LIMIT, Math.min(COORDINATE_LIMIT, point[1]));
      familyWeights(1 / (1 + FastMath.exp(-logit)), FastMath.exp(log));
      return evaluate();
    }

    double evaluate() {
      latest = sign > 0 ? drift.upperRoot(weights, latest) : drift.lowerRoot(weights, latest);
      best = Math.min(best, sign * latest);
      return sign * latest;
    }
  }
}
