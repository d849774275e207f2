// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.events.EventLimits;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.List;

/**
 * How long a training needs until its iterates follow the stationary law: 15 / (gamma (lambda' +
 * delta)) steps, lambda' being the smallest eigenvalue that contributes more than 5 % of the sum of
 * lambda_j^2 / (lambda_j + delta): smaller ones relax more slowly but carry no weight in the noise.
 * Where many small ones carry that share together, it is the largest of the smallest that do.
 * Panes, not steps, are left out: at least one, and exactly one where the theory is unknown.
 */
final class BurnIn {
  private static final double RELAXATION_TIMES = 15;
  private static final double NEGLIGIBLE_SHARE = 0.05;

  /** A start this late in a pane (as a share of it) still makes the pane count as a whole one. */
  private static final double LATE_START = 0.05;

  private BurnIn() {}

  /**
   * The first pane that is not burn-in.
   *
   * @param start first step of the attempt, or of the window after a restart
   * @param learningRate in force, 0 if unknown
   */
  static long firstPane(
      long start, int paneSteps, SeriesDescriptor descriptor, double learningRate) {
    long pane = start / paneSteps;
    boolean late = start - pane * paneSteps > LATE_START * paneSteps;
    long afterOnePane = late ? pane + 2 : pane + 1;
    double end = start + steps(descriptor, learningRate);
    // A tiny rate makes it endless; the first step of the pane must still be a number.
    double ofTheory = Math.min(Math.ceil(end / paneSteps), EventLimits.END_OF_STEPS / paneSteps);
    return Math.max(afterOnePane, (long) ofTheory);
  }

  /** Steps of burn-in by theory; 0 where it is unknown. */
  static double steps(SeriesDescriptor descriptor, double learningRate) {
    List<Double> eigenvalues = descriptor.getProblem().getEigenvaluesList();
    var optimizer = descriptor.getOptimizer();
    boolean known =
        optimizer.getKind() == OptimizerKind.OPTIMIZER_KIND_SGD
            && optimizer.getMomentum() == 0
            && learningRate > 0
            && !eigenvalues.isEmpty();
    if (!known) {
      return 0;
    }
    double ridge = optimizer.getRidge();
    double slowest = slowestThatMatters(eigenvalues, ridge);
    return RELAXATION_TIMES / (learningRate * (slowest + ridge));
  }

  private static double slowestThatMatters(List<Double> eigenvalues, double ridge) {
    double[] ascending = eigenvalues.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double total = 0;
    for (double eigenvalue : ascending) {
      total += weight(eigenvalue, ridge);
    }
    double below = 0;
    for (double eigenvalue : ascending) {
      double weight = weight(eigenvalue, ridge);
      below += weight;
      if (weight > NEGLIGIBLE_SHARE * total || below > NEGLIGIBLE_SHARE * total) {
        return eigenvalue;
      }
    }
    return ascending[ascending.length - 1];
  }

  private static double weight(double eigenvalue, double ridge) {
    return eigenvalue > 0 ? eigenvalue * eigenvalue / (eigenvalue + ridge) : 0;
  }
}
