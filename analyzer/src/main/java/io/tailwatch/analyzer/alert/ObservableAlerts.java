// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.judge.Judge;
import io.tailwatch.analyzer.state.v1.DriftScore;
import io.tailwatch.analyzer.state.v1.ObservableAlertsState;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The alerts of one observable on its blocks: full windows that share no pane. Single writer. */
final class ObservableAlerts {
  private final Observable observable;
  private int attempt;
  private long lastStep = -1;
  private Hysteresis bound = Hysteresis.QUIET;
  private Hysteresis variance = Hysteresis.QUIET;
  private DriftWatch drift = new DriftWatch();
  private boolean judged;

  ObservableAlerts(Observable observable) {
    this.observable = observable;
  }

  static ObservableAlerts restore(ObservableAlertsState saved) {
    var alerts = new ObservableAlerts(saved.getObservable());
    alerts.attempt = saved.getAttempt();
    alerts.lastStep = saved.getLastStep();
    alerts.bound = Hysteresis.restore(saved.getBoundViolation());
    alerts.variance = Hysteresis.restore(saved.getInfiniteVariance());
    alerts.drift = DriftWatch.restore(saved.getDrift());
    return alerts;
  }

  ObservableAlertsState toState() {
    return ObservableAlertsState.newBuilder()
        .setObservable(observable)
        .setAttempt(attempt)
        .setLastStep(lastStep)
        .setBoundViolation(bound.toState())
        .setInfiniteVariance(variance.toState())
        .setDrift(drift.toState())
        .build();
  }

  double driftScore() {
    return drift.score();
  }

  /** The score after a block that was judged since the last call. */
  Optional<DriftScore> drainScore() {
    boolean isNew = judged;
    judged = false;
    return isNew
        ? Optional.of(
            DriftScore.newBuilder().setObservable(observable).setPValue(drift.pValue()).build())
        : Optional.empty();
  }

  List<TailAlert> accept(PanePart pane, TailEstimate estimate) {
    if (!isBlock(pane, estimate)) {
      return List.of();
    }
    judged = true;
    attempt = pane.getAttempt();
    lastStep = estimate.getLastStep();
    List<TailAlert> events = new ArrayList<>();
    drift(pane, estimate, events);
    if (estimate.hasReading()) {
      boolean decisive = decides(estimate);
      Hysteresis boundBefore = bound;
      bound = bound.after(decisive && violates(estimate), estimate.getFirstStep());
      add(AlertKind.ALERT_KIND_BOUND_VIOLATION, boundBefore, bound, estimate, events);
      Hysteresis varianceBefore = variance;
      variance =
          variance.after(decisive && estimate.getInfiniteVariance(), estimate.getFirstStep());
      add(AlertKind.ALERT_KIND_INFINITE_VARIANCE, varianceBefore, variance, estimate, events);
    }
    return events;
  }

  private boolean isBlock(PanePart pane, TailEstimate estimate) {
    return pane.getBurnIn().isEmpty()
        && !pane.getShort()
        && estimate.getPanes() == pane.getWindow().getPanes()
        && (pane.getAttempt() != attempt || estimate.getFirstStep() > lastStep);
  }

  private static boolean decides(TailEstimate estimate) {
    return estimate.getVerdict() != Verdict.VERDICT_LIGHT_TAILED;
  }

  private static boolean violates(TailEstimate estimate) {
    TheoryBand theory = estimate.getTheory();
    return theory.hasLower()
        && theory.hasKesten()
        && estimate.getIndex().getUpper()
            < (1 - Judge.DEBIASING_ERROR) * Math.min(theory.getLower(), theory.getKesten());
  }

  private void drift(PanePart pane, TailEstimate estimate, List<TailAlert> events) {
    AlertState before = drift.shown();
    double baseline = drift.baselineReading();
    String causeBefore = drift.cause();
    long sinceBefore = drift.sinceStep();
    drift.accept(pane, estimate);
    if (drift.shown() == before) {
      return;
    }
    boolean over = drift.shown() == AlertState.ALERT_STATE_UNSPECIFIED;
    events.add(
        AlertTexts.drift(
            estimate,
            over ? AlertState.ALERT_STATE_RESOLVED : drift.shown(),
            over ? causeBefore : drift.cause(),
            over ? sinceBefore : drift.sinceStep(),
            baseline,
            drift.score()));
  }

  private static void add(
      AlertKind kind,
      Hysteresis before,
      Hysteresis after,
      TailEstimate estimate,
      List<TailAlert> events) {
    if (before.shown() != after.shown()) {
      boolean over = after.shown() == AlertState.ALERT_STATE_UNSPECIFIED;
      events.add(
          AlertTexts.of(
              kind,
              over ? AlertState.ALERT_STATE_RESOLVED : after.shown(),
              (over ? before : after).sinceStep(),
              estimate));
    }
  }
}
