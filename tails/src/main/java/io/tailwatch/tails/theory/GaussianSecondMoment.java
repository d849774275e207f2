// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.analysis.solvers.BrentSolver;

/** Secular equations of the second moment with Gaussian rows, scaled by the largest eigenvalue. */
final class GaussianSecondMoment implements SgdSecondMoment {
  private static final double ACCURACY = 1e-15;
  private static final int EVALUATIONS = 1000;

  private final double largest;
  private final double[] eigenvalues;
  private final double ridge;
  private final int batchSize;
  private final double threshold;

  GaussianSecondMoment(double[] descending, double ridge, int batchSize) {
    largest = descending[0];
    eigenvalues = new double[descending.length];
    this.ridge = ridge / largest;
    this.batchSize = batchSize;
    double[] poles = new double[descending.length];
    double[] weights = new double[descending.length];
    for (int j = 0; j < descending.length; j++) {
      double lambda = descending[j] / largest;
      double damped = lambda + this.ridge;
      eigenvalues[j] = lambda;
      weights[j] = lambda * (lambda / damped) / (2 * batchSize);
      poles[j] = damped / 2 + weights[j];
    }
    threshold = 1 / secularRoot(poles, weights) / largest;
  }

  @Override
  public double spectralRadius(double learningRate) {
    Require.positive("learningRate", learningRate);
    double rate = learningRate * largest;
    double[] poles = new double[eigenvalues.length];
    double[] weights = new double[eigenvalues.length];
    for (int j = 0; j < poles.length; j++) {
      double noise = rate * eigenvalues[j];
      double kept = 1 - rate * (eigenvalues[j] + ridge);
      weights[j] = noise * noise / batchSize;
      poles[j] = kept * kept + weights[j];
      if (poles[j] > 1e150) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return secularRoot(poles, weights);
  }

  @Override
  public double threshold() {
    return threshold;
  }

  /** The largest root of {@code sum_j weight_j / (r - pole_j) = 1}. */
  private static double secularRoot(double[] poles, double[] weights) {
    int last = 0;
    double total = 0;
    for (int j = 0; j < poles.length; j++) {
      total += weights[j];
      last = poles[j] > poles[last] ? j : last;
    }
    double pole = poles[last];
    double low = weights[last];
    if (!(low < total)) {
      return pole + total;
    }
    double excess =
        new BrentSolver(ACCURACY, ACCURACY * total)
            .solve(
                EVALUATIONS,
                x -> {
                  double sum = 0;
                  for (int j = 0; j < poles.length; j++) {
                    sum += weights[j] / (x + (pole - poles[j]));
                  }
                  return 1 - sum;
                },
                low,
                total * (1 + 1e-14));
    return pole + excess;
  }
}
