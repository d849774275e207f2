// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.util.List;

/**
 * What the analyzer really makes of two series of the run {@code run}: {@code w}, of which theory
 * knows everything, and {@code diverged}, which ends in values that are no numbers.
 */
public record RealOutput(List<TailEstimate> estimates, List<TailAlert> alerts) {
  private static final int PANE_STEPS = 1_000;

  /** Makes it. */
  public static RealOutput make(Path stateDir) {
    try (var harness = new Harness(stateDir)) {
      double[][] rows = Batches.studentT(5, 14_000, 2);
      harness.send(Batches.split("w", 0, rows, 500, known()));
      double[][] diverging = Batches.studentT(6, 3_000, 2);
      diverging[2_500][0] = Double.NaN;
      harness.send(
          Batches.split(
              "diverged",
              0,
              diverging,
              500,
              Batches.descriptor(PANE_STEPS, 8, Observable.OBSERVABLE_IDENTITY).build()));
      return new RealOutput(harness.estimates(), harness.alerts());
    }
  }

  private static SeriesDescriptor known() {
    return Batches.descriptor(
            PANE_STEPS, 8, Observable.OBSERVABLE_PROJECTION, Observable.OBSERVABLE_NORM)
        .setOptimizer(
            Optimizer.newBuilder()
                .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                .setLearningRate(0.4)
                .setBatchSize(1)
                .setRidge(0.1))
        .setProblem(
            Problem.newBuilder().setRows(100).setDimension(2).addEigenvalues(1).addEigenvalues(0.5))
        .addCentre(0)
        .addCentre(0)
        .addDirections(Direction.newBuilder().addComponents(1).addComponents(0))
        .addDirections(Direction.newBuilder().addComponents(0).addComponents(1))
        .build();
  }
}
