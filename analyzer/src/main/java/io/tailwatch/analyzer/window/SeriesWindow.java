// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.window;

import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.analyzer.state.v1.WindowState;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.sketch.SlidingWindow;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The window of one series: the state machine of stage 2. It covers the last W pane ids of one
 * attempt since the last restart; burn-in panes and a short last pane are not part of it, but every
 * pane gives an estimate. Panes seen before, or of an earlier attempt or window, are dropped.
 * Output and state are a pure function of the panes (the time stamp apart). Memory: about 2 KB a
 * pane and observable. Single writer.
 */
public final class SeriesWindow {
  private final SeriesKey key;
  private final TheoryLookup theory;
  private final Deque<PanePart> panes = new ArrayDeque<>();
  private final Map<Observable, SlidingWindow> sketches = new EnumMap<>(Observable.class);
  private int attempt;
  private long restartStep = -1;
  private long lastPane = -1;
  private List<TailEstimate> estimates = List.of();

  /** A series that has not been seen before. */
  public SeriesWindow(SeriesKey key, TheoryLookup theory) {
    this.key = key;
    this.theory = theory;
  }

  /**
   * A window as it was saved.
   *
   * @param panes oldest first
   */
  public static SeriesWindow restore(
      SeriesKey key, TheoryLookup theory, WindowState state, List<PanePart> panes) {
    var window = new SeriesWindow(key, theory);
    window.attempt = state.getAttempt();
    window.restartStep = state.getRestartStep();
    window.lastPane = state.getLastPane();
    window.estimates = state.getEstimatesList();
    panes.forEach(window::push);
    return window;
  }

  /** Takes a closed pane. */
  public WindowUpdate accept(PanePart pane, long nowMillis) {
    if (isOld(pane)) {
      return WindowUpdate.NOTHING;
    }
    List<Long> removed = new ArrayList<>();
    boolean restarted = pane.getAttempt() != attempt || pane.getRestartStep() != restartStep;
    // Theory that came late may find that what is held was burn-in too.
    if (restarted || !pane.getBurnIn().isEmpty()) {
      panes.forEach(old -> removed.add(old.getPane()));
      panes.clear();
      sketches.clear();
      attempt = pane.getAttempt();
      restartStep = pane.getRestartStep();
    }
    lastPane = pane.getPane();
    Optional<PanePart> stored = Optional.empty();
    if (pane.getBurnIn().isEmpty() && !pane.getShort()) {
      PanePart kept = pane.toBuilder().clearOptimizer().clearProblem().build();
      removed.addAll(push(kept));
      stored = Optional.of(kept);
    }
    var assembler = new EstimateAssembler(key, pane, List.copyOf(panes), theory, nowMillis);
    estimates =
        pane.getObservablesList().stream()
            .map(observable -> assembler.estimate(observable, window(pane, observable)))
            .toList();
    return new WindowUpdate(estimates, stored, removed);
  }

  /**
   * The estimates as they would be if the open pane closed as it is, marked provisional; empty when
   * it is old. Changes nothing.
   */
  public List<TailEstimate> provisional(PanePart open, long nowMillis) {
    if (isOld(open)) {
      return List.of();
    }
    var copy = new SeriesWindow(key, theory);
    copy.attempt = attempt;
    copy.restartStep = restartStep;
    copy.lastPane = lastPane;
    copy.panes.addAll(panes);
    sketches.forEach((observable, held) -> copy.sketches.put(observable, held.copy()));
    return copy.accept(open, nowMillis).estimates().stream()
        .map(estimate -> estimate.toBuilder().setProvisional(true).build())
        .toList();
  }

  private boolean isOld(PanePart pane) {
    if (pane.getAttempt() != attempt) {
      return pane.getAttempt() < attempt;
    }
    return pane.getRestartStep() < restartStep
        || (pane.getRestartStep() == restartStep && pane.getPane() <= lastPane);
  }

  private SlidingWindow window(PanePart pane, SketchedObservable observable) {
    return sketches.computeIfAbsent(
        observable.getObservable(),
        key -> {
          TailSketch sketch = TailSketch.fromBytes(observable.getSketch().toByteArray());
          return new SlidingWindow(
              sketch.layout(), sketch.mantissaBits(), pane.getWindow().getPanes());
        });
  }

  /** Adds the newest pane; returns the ids of those that left. */
  private List<Long> push(PanePart pane) {
    // What it holds of samples is in the sketches.
    panes.addLast(pane.toBuilder().clearObservables().build());
    for (SketchedObservable observable : pane.getObservablesList()) {
      window(pane, observable)
          .push(pane.getPane(), TailSketch.fromBytes(observable.getSketch().toByteArray()));
    }
    List<Long> left = new ArrayList<>();
    while (pane.getPane() - panes.getFirst().getPane() >= pane.getWindow().getPanes()) {
      left.add(panes.removeFirst().getPane());
    }
    return left;
  }

  /** Where the series stands; the panes are saved beside it. */
  public WindowState state() {
    return WindowState.newBuilder()
        .setAttempt(attempt)
        .setRestartStep(restartStep)
        .setLastPane(lastPane)
        .addAllEstimates(estimates)
        .build();
  }

  /** The last estimate of each observable. */
  public List<TailEstimate> estimates() {
    return estimates;
  }
}
