// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SketchedObservable;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The window of a series as its stores have it.
 *
 * @param estimates the last estimate of each observable
 * @param panes the closed panes of the window, oldest first
 */
record WindowSnapshot(List<TailEstimate> estimates, List<PanePart> panes) {
  private static final Comparator<PanePart> ORDER =
      Comparator.comparingInt(PanePart::getAttempt)
          .thenComparingLong(PanePart::getRestartStep)
          .thenComparingLong(PanePart::getPane);

  /**
   * Of the panes in the store, those that are one window with the newest: a read may fall between
   * the deletion of old panes and the arrival of a new one.
   */
  static WindowSnapshot of(List<TailEstimate> estimates, List<PanePart> stored) {
    if (stored.isEmpty()) {
      return new WindowSnapshot(estimates, List.of());
    }
    PanePart last = Collections.max(stored, ORDER);
    return new WindowSnapshot(
        estimates,
        stored.stream()
            .filter(pane -> pane.getAttempt() == last.getAttempt())
            .filter(pane -> pane.getRestartStep() == last.getRestartStep())
            .filter(pane -> last.getPane() - pane.getPane() < last.getWindow().getPanes())
            .toList());
  }

  /** The last estimate of an observable. */
  Optional<TailEstimate> estimate(Observable observable) {
    return estimates.stream().filter(e -> e.getObservable() == observable).findFirst();
  }

  /** The sketches of an observable, oldest first. */
  List<TailSketch> sketches(Observable observable) {
    return panes.stream()
        .flatMap(pane -> pane.getObservablesList().stream())
        .filter(sketched -> sketched.getObservable() == observable)
        .map(SketchedObservable::getSketch)
        .map(bytes -> TailSketch.fromBytes(bytes.toByteArray()))
        .toList();
  }
}
