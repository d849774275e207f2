// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import com.google.protobuf.UnsafeByteOperations;
import io.tailwatch.analyzer.state.v1.BatchLayout;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;

/** Writes closed panes as they are handed over. */
final class PaneParts {
  /** Share of its steps that the last pane of a series must have to be part of a window. */
  private static final double COMPLETE = 0.95;

  private PaneParts() {}

  /**
   * A pane of values.
   *
   * @param through the last step that should have come
   * @param ends whether the series ends with this pane
   */
  static PanePart.Builder of(
      SeriesSetup setup, LivePane pane, PaneSketches sketches, long through, boolean ends) {
    SeriesPlan plan = setup.plan().orElseThrow();
    var part =
        common(setup)
            .setPane(pane.pane)
            .setFirstStep(pane.firstStep)
            .setLastStep(pane.lastStep())
            .setSteps(pane.steps())
            .setMissingSteps(pane.missing(through, plan.layout().getStepStride()))
            .setBurnIn(pane.burnIn)
            .setEndOfSeries(ends)
            .setShort(ends && isShort(plan, pane.steps()))
            .setLearningRate(pane.learningRate())
            .setLearningRateMin(pane.learningRateMin())
            .setLearningRateMax(pane.learningRateMax())
            .setTakenAtMillis(pane.takenAtMillis());
    pane.firstNonfinite().ifPresent(part::setFirstNonfiniteStep);
    List<TailSketch> snapshots = sketches.snapshots();
    for (int i = 0; i < snapshots.size(); i++) {
      Observable observable = plan.observables().get(i);
      part.addObservables(
          SketchedObservable.newBuilder()
              .setObservable(observable)
              .setSketch(UnsafeByteOperations.unsafeWrap(snapshots.get(i).toBytes()))
              .setSamplesPerStep(sketches.samplesPerStep(i))
              .setEstimatedCentre(plan.centreIsEstimated(observable)));
    }
    return part;
  }

  /** A pane that was sketched at its source. */
  static PanePart.Builder of(
      SeriesSetup setup,
      IterateBatch batch,
      List<SketchedObservable> sketches,
      double learningRate,
      String burnIn) {
    PaneSketch pane = batch.getSketch();
    boolean ends = batch.getEndOfSeries();
    double min = pane.getLearningRateMin();
    double max = pane.getLearningRateMax();
    var part =
        common(setup)
            .setPane(pane.getPane())
            .setFirstStep(pane.getFirstStep())
            .setLastStep(pane.getLastStep())
            .setSteps(pane.getSteps())
            .setMissingSteps(pane.getMissingSteps())
            .setBurnIn(burnIn)
            .setEndOfSeries(ends)
            .setShort(ends && isShort(setup.plan().orElseThrow(), pane.getSteps()))
            .setLearningRate(learningRate)
            .setLearningRateMin(min > 0 ? min : learningRate)
            .setLearningRateMax(max > 0 ? max : learningRate)
            .setTakenAtMillis(batch.getTakenAtMillis())
            .addAllObservables(sketches);
    if (pane.hasFirstNonfiniteStep()) {
      part.setFirstNonfiniteStep(pane.getFirstNonfiniteStep());
    }
    return part;
  }

  private static PanePart.Builder common(SeriesSetup setup) {
    SeriesPlan plan = setup.plan().orElseThrow();
    BatchLayout layout = plan.layout();
    return PanePart.newBuilder()
        .setAttempt(setup.attempt())
        .setShard(layout.getShard())
        .setShardCount(layout.getShardCount())
        .setShardKind(layout.getShardKind())
        .setRestartStep(setup.restartStep())
        .setRestartCause(setup.restartCause())
        .setStepStride(layout.getStepStride())
        .setWindow(
            WindowSpec.newBuilder().setPaneSteps(plan.paneSteps()).setPanes(plan.windowPanes()))
        .setOptimizer(plan.descriptor().getOptimizer())
        .setProblem(plan.descriptor().getProblem());
  }

  private static boolean isShort(SeriesPlan plan, int steps) {
    return steps < COMPLETE * (plan.paneSteps() / plan.layout().getStepStride());
  }
}
