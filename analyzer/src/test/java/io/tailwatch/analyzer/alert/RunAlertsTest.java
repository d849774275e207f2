// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.state.v1.AlertNote;
import io.tailwatch.analyzer.state.v1.DriftScore;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunAlertsTest {
  private static final AlertState SUSPECT = AlertState.ALERT_STATE_SUSPECT;
  private static final AlertState FIRING = AlertState.ALERT_STATE_FIRING;
  private static final AlertState RESOLVED = AlertState.ALERT_STATE_RESOLVED;

  private final List<TailAlert> events = new ArrayList<>();
  private RunAlerts alerts = new RunAlerts();

  @Test
  void oneSeriesAloneGivesItsOwnAlerts() {
    drift("a", SUSPECT, 0.8, 100);
    drift("a", FIRING, 1.2, 100);
    drift("a", RESOLVED, 0, 100);
    assertThat(states()).containsExactly(SUSPECT, FIRING, RESOLVED);
    assertThat(events).allSatisfy(event -> assertThat(event.getGroupedSeriesList()).isEmpty());
    assertThat(events.get(1).getSentence()).isEqualTo("a 1.2");
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void severalSeriesAreOneAlertThatEndsWithTheLast() {
    drift("b", FIRING, 1.2, 200);
    drift("a", FIRING, 1.5, 100);
    drift("c", FIRING, 1.1, 300);
    drift("a", RESOLVED, 0, 100);
    drift("b", RESOLVED, 0, 200);
    drift("c", RESOLVED, 0, 300);
    assertThat(states()).containsExactly(FIRING, FIRING, FIRING, RESOLVED);
    assertThat(events).allSatisfy(event -> assertThat(event.getSeries()).isEqualTo("b"));
    TailAlert all = events.get(2);
    assertThat(all.getGroupedSeriesList()).containsExactly("a", "b", "c");
    assertThat(all.getSinceStep()).isEqualTo(100);
    assertThat(all.getScore()).isEqualTo(1.5);
    assertThat(all.getSentence()).startsWith("In 3 of 3 series of the run, most in a: ");
    assertThat(events.get(3).getGroupedSeriesList()).containsExactly("a", "b", "c");
    assertThat(events.get(3).getSinceStep()).isEqualTo(100);
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void whatAlertsOnTwoObservablesOfOneSeriesIsOneAlert() {
    accept(alert("a", Observable.OBSERVABLE_NORM, FIRING, 1.2, 100));
    accept(alert("a", Observable.OBSERVABLE_PROJECTION, FIRING, 1.3, 100));
    accept(alert("a", Observable.OBSERVABLE_NORM, RESOLVED, 0, 100));
    assertThat(states()).containsExactly(FIRING);
    accept(alert("a", Observable.OBSERVABLE_PROJECTION, RESOLVED, 0, 100));
    assertThat(states()).containsExactly(FIRING, RESOLVED);
    assertThat(events.get(1).getObservable()).isEqualTo(Observable.OBSERVABLE_NORM);
  }

  @Test
  void seriesThatAreNotCertainByThemselvesJoinOneThatFires() {
    for (int i = 0; i < 10; i++) {
      // 3 in 10 have moved; alone, none of these would be an alert.
      score("s" + i, i < 3 ? 0.004 : 0.5);
    }
    drift("s0", SUSPECT, 0.8, 100);
    assertThat(events.get(0).getGroupedSeriesList()).isEmpty();
    score("s0", 1e-6);
    drift("s0", FIRING, 1.1, 100);
    assertThat(events).hasSize(2);
    assertThat(events.get(1).getGroupedSeriesList()).containsExactly("s0", "s1", "s2");
    assertThat(events.get(1).getSentence()).startsWith("In 3 of 10 series");
  }

  @Test
  void kindsAreNotMixed() {
    drift("a", FIRING, 1.1, 1);
    accept(
        alert("a", Observable.OBSERVABLE_UNSPECIFIED, FIRING, 0, 9).toBuilder()
            .setKind(AlertKind.ALERT_KIND_STALLED)
            .build());
    assertThat(events)
        .extracting(TailAlert::getKind)
        .containsExactly(AlertKind.ALERT_KIND_DRIFT, AlertKind.ALERT_KIND_STALLED);
  }

  @Test
  void theWorstSeverityAndTheCommonCauseAreThoseOfTheGroup() {
    accept(withCause(alert("a", Observable.OBSERVABLE_NORM, FIRING, 1.1, 1)));
    assertThat(events.get(0).getCause()).isEqualTo("learning-rate-change");
    assertThat(events.get(0).getSeverity()).isEqualTo(AlertSeverity.ALERT_SEVERITY_INFO);
    drift("b", FIRING, 1.1, 1);
    assertThat(events.get(1).getCause()).isEmpty();
    assertThat(events.get(1).getSeverity()).isEqualTo(AlertSeverity.ALERT_SEVERITY_WARNING);
  }

  @Test
  void aForgottenRunLeavesNothing() {
    score("a", 0.5);
    score("b", 0.5);
    forget("a");
    assertThat(alerts.isEmpty()).isFalse();
    forget("b");
    assertThat(alerts.isEmpty()).isTrue();
  }

  private static TailAlert withCause(TailAlert alert) {
    return alert.toBuilder()
        .setCause("learning-rate-change")
        .setSeverity(AlertSeverity.ALERT_SEVERITY_INFO)
        .build();
  }

  private void drift(String series, AlertState state, double score, long since) {
    accept(alert(series, Observable.OBSERVABLE_NORM, state, score, since));
  }

  private static TailAlert alert(
      String series, Observable observable, AlertState state, double score, long since) {
    return TailAlert.newBuilder()
        .setRun("run")
        .setSeries(series)
        .setObservable(observable)
        .setKind(AlertKind.ALERT_KIND_DRIFT)
        .setState(state)
        .setSeverity(AlertSeverity.ALERT_SEVERITY_WARNING)
        .setScore(score)
        .setSinceStep(since)
        .setSentence(series + " " + score)
        .build();
  }

  private void score(String series, double pValue) {
    take(
        AlertNote.newBuilder()
            .setRun("run")
            .setSeries(series)
            .setScore(
                DriftScore.newBuilder().setObservable(Observable.OBSERVABLE_NORM).setPValue(pValue))
            .build());
  }

  private void forget(String series) {
    take(AlertNote.newBuilder().setRun("run").setSeries(series).setForgotten(true).build());
  }

  private void accept(TailAlert alert) {
    take(AlertNote.newBuilder().setRun("run").setSeries(alert.getSeries()).setAlert(alert).build());
  }

  /** Every step from a state that was written and read. */
  private void take(AlertNote note) {
    RunAlerts restored = RunAlerts.restore(alerts.state());
    assertThat(restored.state()).isEqualTo(alerts.state());
    alerts.accept(note).ifPresent(events::add);
    restored.accept(note);
    assertThat(restored.state()).isEqualTo(alerts.state());
    alerts = restored;
  }

  private List<AlertState> states() {
    return events.stream().map(TailAlert::getState).toList();
  }
}
