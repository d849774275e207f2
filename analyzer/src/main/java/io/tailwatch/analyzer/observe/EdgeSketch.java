// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.ObservableSketch;
import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.tails.sketch.BucketGrid;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;

/** A whole pane that was sketched at its source, for models too large to ship. */
final class EdgeSketch {
  private EdgeSketch() {}

  /**
   * The sketches of a pane in the order of the plan.
   *
   * @throws BadEventException when they are not those of one whole pane under this plan
   */
  static List<SketchedObservable> read(IterateBatch batch, SeriesPlan plan) {
    PaneSketch pane = batch.getSketch();
    check(pane, plan);
    List<SketchedObservable> sketches = new ArrayList<>();
    for (Observable observable : plan.observables()) {
      TailSketch sketch = decode(observable, find(observable, pane));
      checkTotal(observable, sketch.total(), pane.getSteps(), plan);
      sketches.add(
          SketchedObservable.newBuilder()
              .setObservable(observable)
              .setSketch(find(observable, pane).getSketch())
              .setSamplesPerStep(samplesPerStep(sketch.total(), pane.getSteps()))
              .setEstimatedCentre(plan.centreIsEstimated(observable))
              .build());
    }
    return sketches;
  }

  private static void check(PaneSketch pane, SeriesPlan plan) {
    long first = pane.getFirstStep() / plan.paneSteps();
    long last = pane.getLastStep() / plan.paneSteps();
    if (first != pane.getPane() || last != pane.getPane()) {
      throw new BadEventException(
          "sketch must be of one pane of %d steps: was pane %d with steps %d to %d"
              .formatted(
                  plan.paneSteps(), pane.getPane(), pane.getFirstStep(), pane.getLastStep()));
    }
    long room = (pane.getLastStep() - pane.getFirstStep()) / plan.layout().getStepStride() + 1;
    if (pane.getSteps() < 1 || pane.getSteps() > room) {
      throw new BadEventException(
          "sketch.steps must be in [1, %d]: was %d".formatted(room, pane.getSteps()));
    }
    if (pane.getMissingSteps() > plan.paneSteps()) {
      throw new BadEventException(
          "sketch.missing_steps must be at most %d: was %d"
              .formatted(plan.paneSteps(), pane.getMissingSteps()));
    }
  }

  /**
   * The sum over a window, one pane more while it slides, must stay within what a sketch can hold.
   */
  private static void checkTotal(Observable observable, long total, int steps, SeriesPlan plan) {
    boolean pooled =
        observable == Observable.OBSERVABLE_COORDINATES
            || observable == Observable.OBSERVABLE_IDENTITY;
    long most = pooled ? TailSketch.MAX_TOTAL / (plan.windowPanes() + 1) : steps;
    if (total > most) {
      throw new BadEventException(
          "sketch of %s must hold at most %d samples: had %d"
              .formatted(ObservableNames.of(observable), most, total));
    }
  }

  private static int samplesPerStep(long total, int steps) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, total / steps));
  }

  private static ObservableSketch find(Observable observable, PaneSketch pane) {
    return pane.getObservablesList().stream()
        .filter(sketch -> sketch.getObservable() == observable)
        .findFirst()
        .orElseThrow(
            () ->
                new BadEventException(
                    "sketch must hold the observable " + ObservableNames.of(observable)));
  }

  private static TailSketch decode(Observable observable, ObservableSketch encoded) {
    TailSketch sketch;
    try {
      sketch = TailSketch.fromBytes(encoded.getSketch().toByteArray());
    } catch (IllegalArgumentException e) {
      throw new BadEventException(
          "sketch of %s must be readable: %s"
              .formatted(ObservableNames.of(observable), e.getMessage()),
          e);
    }
    if (sketch.layout() != Samplers.layout(observable)
        || sketch.mantissaBits() != BucketGrid.DEFAULT_MANTISSA_BITS) {
      throw new BadEventException(
          "sketch of %s must be %s with %d mantissa bits: was %s with %d"
              .formatted(
                  ObservableNames.of(observable),
                  Samplers.layout(observable),
                  BucketGrid.DEFAULT_MANTISSA_BITS,
                  sketch.layout(),
                  sketch.mantissaBits()));
    }
    return sketch;
  }
}
