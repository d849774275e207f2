// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.DriftScore;
import io.tailwatch.analyzer.state.v1.ObservableAlertsState;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesAlertsState;
import io.tailwatch.analyzer.state.v1.SeriesNote;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The alerts of one series. An event is given when an alert becomes suspect, fires or is resolved.
 * Non-finite values fire with the pane that holds them; silence by the wall clock; the others judge
 * full windows that share no pane. But for silence, events and state are a pure function of panes
 * and estimates, the time stamp apart. Memory: a few hundred bytes an observable. Single writer.
 */
public final class SeriesAlerts {
  private record Id(Observable observable, AlertKind kind) {}

  private static final Id STALLED =
      new Id(Observable.OBSERVABLE_UNSPECIFIED, AlertKind.ALERT_KIND_STALLED);

  private final SeriesKey key;
  private final Map<Observable, ObservableAlerts> observables = new EnumMap<>(Observable.class);
  private final Map<Id, TailAlert> active = new LinkedHashMap<>();
  private int attempt;
  private OptionalLong divergenceStep = OptionalLong.empty();
  private int finitePanes;
  private long lastPane;

  /** A series that has not been seen before. */
  public SeriesAlerts(SeriesKey key) {
    this.key = key;
  }

  /** The alerts as they were saved. */
  public static SeriesAlerts restore(SeriesKey key, SeriesAlertsState state) {
    var alerts = new SeriesAlerts(key);
    alerts.attempt = state.getAttempt();
    if (state.hasDivergenceStep()) {
      alerts.divergenceStep = OptionalLong.of(state.getDivergenceStep());
    }
    alerts.finitePanes = state.getFinitePanes();
    alerts.lastPane = state.getLastPane();
    for (ObservableAlertsState saved : state.getObservablesList()) {
      alerts.observables.put(saved.getObservable(), ObservableAlerts.restore(saved));
    }
    state.getActiveList().forEach(alert -> alerts.active.put(id(alert), alert));
    return alerts;
  }

  /**
   * Takes a closed pane that the window has taken.
   *
   * @param estimates what the window estimated with it
   * @return the events, in a fixed order
   */
  public List<TailAlert> accept(PanePart pane, List<TailEstimate> estimates, long nowMillis) {
    List<TailAlert> events = new ArrayList<>();
    if (pane.getAttempt() != attempt) {
      attempt = pane.getAttempt();
      resolveDivergence(AlertTexts.newAttempt(attempt), events);
    }
    divergence(pane, events);
    for (TailEstimate estimate : estimates) {
      events.addAll(
          observables
              .computeIfAbsent(estimate.getObservable(), ObservableAlerts::new)
              .accept(pane, estimate));
    }
    lastPane = pane.getPane();
    return stamped(events, pane.getLastStep(), nowMillis);
  }

  /** Nothing has come for long. */
  public List<TailAlert> stalled(SeriesNote note, long nowMillis) {
    return active.containsKey(STALLED)
        ? List.of()
        : stamped(List.of(AlertTexts.stalled(note)), note.getLastStep(), nowMillis);
  }

  /** Something has come again. */
  public List<TailAlert> resumed(SeriesNote note, long nowMillis) {
    TailAlert stall = active.get(STALLED);
    return stall == null
        ? List.of()
        : stamped(List.of(AlertTexts.resumed(stall, note)), note.getLastStep(), nowMillis);
  }

  /** The series is no longer watched: whatever is active is resolved. */
  public List<TailAlert> forgotten(SeriesNote note, long nowMillis) {
    List<TailAlert> events =
        active.values().stream().map(alert -> AlertTexts.forgotten(alert, note)).toList();
    return stamped(events, note.getLastStep(), nowMillis);
  }

  /** The drift scores of the blocks that were judged since the last call. */
  public List<DriftScore> drainScores() {
    return observables.values().stream().flatMap(one -> one.drainScore().stream()).toList();
  }

  private List<TailAlert> stamped(List<TailAlert> events, long step, long nowMillis) {
    List<TailAlert> stamped =
        events.stream()
            .map(
                event ->
                    event.toBuilder()
                        .setRun(key.run())
                        .setSeries(key.series())
                        .setAttempt(attempt)
                        .setPane(lastPane)
                        .setStep(step)
                        .setRaisedAtMillis(nowMillis)
                        .build())
            .toList();
    stamped.forEach(this::note);
    return stamped;
  }

  private void note(TailAlert alert) {
    if (alert.getState() == AlertState.ALERT_STATE_RESOLVED) {
      active.remove(id(alert));
    } else {
      active.put(id(alert), alert);
    }
  }

  private static Id id(TailAlert alert) {
    return new Id(alert.getObservable(), alert.getKind());
  }

  private void divergence(PanePart pane, List<TailAlert> events) {
    long count =
        pane.getObservablesList().stream()
            .map(observable -> TailSketch.fromBytes(observable.getSketch().toByteArray()))
            .mapToLong(sketch -> sketch.infinities() + sketch.nans())
            .max()
            .orElse(0);
    if (count == 0) {
      finitePanes++;
      if (finitePanes >= pane.getWindow().getPanes()) {
        resolveDivergence(AlertTexts.finiteAgain(finitePanes), events);
      }
      return;
    }
    finitePanes = 0;
    if (divergenceStep.isEmpty()) {
      boolean exact = pane.hasFirstNonfiniteStep();
      long step = exact ? pane.getFirstNonfiniteStep() : pane.getFirstStep();
      divergenceStep = OptionalLong.of(step);
      events.add(AlertTexts.divergence(pane, step, exact, count));
    }
  }

  private void resolveDivergence(String sentence, List<TailAlert> events) {
    if (divergenceStep.isPresent()) {
      events.add(AlertTexts.divergenceOver(divergenceStep.getAsLong(), sentence));
      divergenceStep = OptionalLong.empty();
    }
    finitePanes = 0;
  }

  /** Where the alerts stand. */
  public SeriesAlertsState state() {
    var state =
        SeriesAlertsState.newBuilder()
            .setAttempt(attempt)
            .setFinitePanes(finitePanes)
            .setLastPane(lastPane)
            .addAllActive(active.values());
    divergenceStep.ifPresent(state::setDivergenceStep);
    observables.values().forEach(one -> state.addObservables(one.toState()));
    return state.build();
  }

  /** The last events of the alerts that are suspect or firing, in the order of their beginning. */
  public List<TailAlert> active() {
    return List.copyOf(active.values());
  }

  /** The drift score of an observable, 1 being an alarm; NaN before the first pane. */
  public double driftScore(Observable observable) {
    ObservableAlerts alerts = observables.get(observable);
    return alerts == null ? Double.NaN : alerts.driftScore();
  }
}
