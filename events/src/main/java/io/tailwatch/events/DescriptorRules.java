// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;

/** The rules of a series descriptor, for vectors of a known dimension. */
final class DescriptorRules {
  private static final double ROUNDING = 1e-9;

  private final EventLimits limits;

  DescriptorRules(EventLimits limits) {
    this.limits = limits;
  }

  /** A dimension of 0, which a batch without vectors may have, leaves the lengths unchecked. */
  void check(SeriesDescriptor descriptor, int dimension) {
    Numbers.atMost("observables", descriptor.getObservablesCount(), limits.maxEntries());
    check(descriptor.getWindow());
    check(descriptor.getOptimizer());
    check(descriptor.getProblem());
    if (descriptor.getCentreCount() > 0) {
      checkLength("centre", descriptor.getCentreCount(), dimension);
      for (int i = 0; i < descriptor.getCentreCount(); i++) {
        Numbers.finite("centre", descriptor.getCentre(i));
      }
    }
    Numbers.atMost("directions", descriptor.getDirectionsCount(), limits.maxDirections());
    for (Direction direction : descriptor.getDirectionsList()) {
      check(direction, dimension);
    }
  }

  private void check(WindowSpec window) {
    Numbers.notNegative("pane_steps", window.getPaneSteps());
    Numbers.atMost("pane_steps", window.getPaneSteps(), limits.maxPaneSteps());
    Numbers.notNegative("panes", window.getPanes());
    Numbers.atMost("panes", window.getPanes(), limits.maxPanes());
  }

  private static void check(Optimizer optimizer) {
    Numbers.finiteNotNegative("optimizer.learning_rate", optimizer.getLearningRate());
    Numbers.finiteNotNegative("optimizer.momentum", optimizer.getMomentum());
    Numbers.notNegative("optimizer.batch_size", optimizer.getBatchSize());
    Numbers.finiteNotNegative("optimizer.ridge", optimizer.getRidge());
  }

  private void check(Problem problem) {
    Numbers.notNegative("problem.rows", problem.getRows());
    Numbers.notNegative("problem.dimension", problem.getDimension());
    int count = problem.getEigenvaluesCount();
    Numbers.atMost("eigenvalues", count, limits.maxEigenvalues());
    if (count > 0) {
      checkLength("eigenvalues", count, problem.getDimension());
      double largest = problem.getEigenvalues(0);
      Numbers.finitePositive("largest of the eigenvalues", largest);
      double previous = largest;
      for (int i = 0; i < count; i++) {
        double eigenvalue = problem.getEigenvalues(i);
        Numbers.finite("eigenvalues", eigenvalue);
        if (eigenvalue > previous) {
          throw new BadEventException(
              "eigenvalues must be in descending order: had "
                  + eigenvalue
                  + " after "
                  + previous
                  + " at "
                  + i);
        }
        previous = eigenvalue;
      }
      // Zeros are legitimate, since the rows need not span the space; so is what rounding makes of
      // them.
      if (previous < -ROUNDING * largest) {
        throw new BadEventException("eigenvalues must not be negative: had " + previous);
      }
    }
    if (problem.hasKesten()) {
      check(problem.getKesten());
    }
  }

  private static void check(KestenIndex kesten) {
    if (kesten.hasIndex()) {
      Numbers.finitePositive("kesten.index", kesten.getIndex());
    }
    Numbers.finiteNotNegative("kesten.standard_error", kesten.getStandardError());
    if (kesten.hasRepeatBound()) {
      Numbers.finitePositive("kesten.repeat_bound", kesten.getRepeatBound());
    }
    Numbers.finiteNotNegative("kesten.learning_rate", kesten.getLearningRate());
  }

  private static void check(Direction direction, int dimension) {
    checkLength("direction", direction.getComponentsCount(), dimension);
    boolean zero = true;
    for (int i = 0; i < direction.getComponentsCount(); i++) {
      Numbers.finite("direction", direction.getComponents(i));
      zero &= direction.getComponents(i) == 0;
    }
    if (zero) {
      throw new BadEventException(
          "direction must not be zero: had " + direction.getComponentsCount() + " components");
    }
  }

  private static void checkLength(String what, int length, int dimension) {
    if (dimension > 0 && length != dimension) {
      throw new BadEventException(
          what + " must have as many entries as dimension = " + dimension + ": had " + length);
    }
  }
}
