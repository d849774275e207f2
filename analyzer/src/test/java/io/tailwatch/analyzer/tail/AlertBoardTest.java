// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import static io.tailwatch.events.v1.AlertKind.ALERT_KIND_BOUND_VIOLATION;
import static io.tailwatch.events.v1.AlertKind.ALERT_KIND_DRIFT;
import static io.tailwatch.events.v1.AlertState.ALERT_STATE_FIRING;
import static io.tailwatch.events.v1.AlertState.ALERT_STATE_RESOLVED;
import static io.tailwatch.events.v1.AlertState.ALERT_STATE_SUSPECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertBoardTest {
  private final AlertBoard board = new AlertBoard(100_000, 3);

  @Test
  void anAlertIsHeldInItsLastState() {
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_SUSPECT, 1));
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 2));
    board.add(alert("r", ALERT_KIND_BOUND_VIOLATION, ALERT_STATE_SUSPECT, 3));
    board.add(alert("other", ALERT_KIND_DRIFT, ALERT_STATE_SUSPECT, 4));
    assertThat(times()).containsExactly(4L, 3L, 2L);
    assertThat(board.activeCount()).isEqualTo(3);
  }

  @Test
  void aResolvedAlertComesAfterTheActiveOnes() {
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 1));
    board.add(alert("other", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 2));
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 3));
    assertThat(times()).containsExactly(2L, 3L);
    assertThat(board.activeCount()).isEqualTo(1);
  }

  @Test
  void onlyTheLastResolvedOnesAreKept() {
    for (int i = 1; i <= 5; i++) {
      board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 10 * i));
      board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 10 * i + 1));
    }
    assertThat(times()).containsExactly(51L, 41L, 31L);
  }

  @Test
  void whoeverLeadsItIsTheSameAlert() {
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 1));
    board.add(
        alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 2).toBuilder()
            .setSeries("another")
            .addAllGroupedSeries(List.of("another", "s"))
            .build());
    assertThat(times()).containsExactly(2L);
  }

  @Test
  void anOldEventDoesNotUndoANewerOne() {
    board.addOld(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 5));
    board.addOld(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 1));
    board.addOld(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 3));
    assertThat(times()).containsExactly(5L, 3L);
    assertThat(board.activeCount()).isEqualTo(1);
    board.addOld(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 7));
    assertThat(board.activeCount()).isZero();
    // The state may be read after the end was, and may be older.
    board.addOld(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 5));
    assertThat(board.activeCount()).isZero();
    board.addOld(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_SUSPECT, 8));
    assertThat(times()).containsExactly(8L, 7L, 3L);
  }

  @Test
  void whatIsCommittedNowCountsWhateverItsClock() {
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 5));
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 4));
    assertThat(board.activeCount()).isZero();
  }

  @Test
  void activeAlertsAreBoundedTheOldestGo() {
    AlertBoard small = new AlertBoard(20_000, 3);
    for (int i = 0; i < 1_000; i++) {
      small.add(alert("r" + i, ALERT_KIND_DRIFT, ALERT_STATE_FIRING, i));
    }
    assertThat(small.activeCount()).isBetween(15, 40);
    assertThat(small.alerts(all -> true).get(0).getRun()).isEqualTo("r999");
  }

  @Test
  void aDeletedRunTakesItsOlderAlertsAlong() {
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 1));
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 2));
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 3));
    board.add(alert("r", ALERT_KIND_BOUND_VIOLATION, ALERT_STATE_FIRING, 9));
    board.add(alert("kept", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 3));
    board.removeRun("r", 5);
    assertThat(times()).containsExactly(9L, 3L);
  }

  @Test
  void resolvedAlertsGrowOldActiveOnesDoNot() {
    board.add(alert("r", ALERT_KIND_DRIFT, ALERT_STATE_FIRING, 1));
    board.add(alert("q", ALERT_KIND_DRIFT, ALERT_STATE_RESOLVED, 2));
    board.expire(1_000);
    assertThat(times()).containsExactly(1L);
  }

  private List<Long> times() {
    return board.alerts(all -> true).stream().map(TailAlert::getRaisedAtMillis).toList();
  }

  private static TailAlert alert(String run, AlertKind kind, AlertState state, long millis) {
    return TailAlert.newBuilder()
        .setRun(run)
        .setSeries("s")
        .setObservable(Observable.OBSERVABLE_NORM)
        .setKind(kind)
        .setState(state)
        .setRaisedAtMillis(millis)
        .build();
  }
}
