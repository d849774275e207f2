// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
  private static final Observable NORM = Observable.OBSERVABLE_NORM;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Latest latest = new Latest();

  @Test
  void theLastEstimateOfAnObservableWins() {
    latest.add(estimate("r", "w", 1));
    latest.add(estimate("r", "w", 2));
    assertThat(pane("r", "w")).isEqualTo(2);
    assertThat(latest.estimate("r", "w", Observable.OBSERVABLE_IDENTITY)).isEmpty();
  }

  @Test
  void anEstimateIsTheOneThatWasRead() {
    TailEstimate estimate = estimate("r", "w", 3).toBuilder().setSentence("as it was").build();
    latest.add(estimate);
    assertThat(latest.estimate("r", "w", NORM)).contains(estimate);
  }

  @Test
  void whatIsReadLaterButIsOlderDoesNotReplace() {
    latest.addLast(estimate("r", "w", 5));
    latest.add(estimate("r", "w", 4));
    assertThat(pane("r", "w")).isEqualTo(5);
    latest.add(estimate("r", "w", 5));
    latest.add(estimate("r", "w", 6));
    assertThat(pane("r", "w")).isEqualTo(6);
  }

  @Test
  void aLaterStepWinsOverALaterClock() {
    latest.add(estimate("r", "w", 5));
    latest.add(estimate("r", "w", 6).toBuilder().setEstimatedAtMillis(1).build());
    assertThat(pane("r", "w")).isEqualTo(6);
  }

  @Test
  void aRunThatBeginsAnewUnderItsOldNameIsShown() {
    latest.add(estimate("r", "w", 50).toBuilder().setAttempt(3).build());
    latest.add(estimate("r", "w", 1).toBuilder().setEstimatedAtMillis(DAY).build());
    assertThat(pane("r", "w")).isEqualTo(1);
  }

  @Test
  void estimatesOfARunAreOrderedBySeries() {
    latest.add(estimate("r", "b", 1));
    latest.add(estimate("r", "a", 1));
    latest.add(estimate("other", "c", 1));
    assertThat(latest.estimates("r")).extracting(TailEstimate::getSeries).containsExactly("a", "b");
  }

  @Test
  void runsComeFromTheDirectoryAndFromEstimates() {
    latest.add(RunDescriptor.newBuilder().setRun("announced").build(), 1);
    latest.add(estimate("estimated", "w", 1));
    assertThat(latest.runs()).containsExactly("announced", "estimated");
    latest.removeRun("announced", 2);
    assertThat(latest.runs()).containsExactly("estimated");
    assertThat(latest.run("announced")).isEmpty();
  }

  @Test
  void aDeletedRunIsGoneWithAllThatIsNotNewer() {
    latest.add(RunDescriptor.newBuilder().setRun("r").build(), 1);
    latest.add(estimate("r", "old", 1));
    latest.add(estimate("r", "new", 20));
    latest.removeRun("r", 1_010);
    assertThat(latest.run("r")).isEmpty();
    assertThat(latest.estimates("r")).extracting(TailEstimate::getSeries).containsExactly("new");
    // The order in which topics are read decides nothing.
    latest.add(estimate("r", "old", 2));
    assertThat(latest.estimates("r")).extracting(TailEstimate::getSeries).containsExactly("new");
    latest.add(estimate("r", "old", 11));
    assertThat(latest.estimates("r")).hasSize(2);
  }

  @Test
  void aSeriesThatIsForgottenIsGoneWithItsHistory() {
    latest.add(estimate("r", "w", 1));
    latest.add(
        estimate("r", "w", 1).toBuilder().setObservable(Observable.OBSERVABLE_IDENTITY).build());
    latest.add(estimate("r", "kept", 1));
    assertThat(latest.holds(SeriesKey.of("r", "w"))).isTrue();
    latest.removeSeries(SeriesKey.of("r", "w"));
    latest.removeSeries(SeriesKey.of("unheard", "of"));
    assertThat(latest.estimates("r")).extracting(TailEstimate::getSeries).containsExactly("kept");
    assertThat(latest.holds(SeriesKey.of("r", "w"))).isFalse();
    assertThat(latest.historyPoints()).isEqualTo(1);
  }

  @Test
  void whatOnlyOldRecordsTellOfIsLetGo() {
    latest.addOld(estimate("r", "forgotten", 1));
    latest.addOld(estimate("r", "in the state", 1));
    latest.addLast(estimate("r", "in the state", 1));
    latest.addOld(estimate("r", "goes on", 1));
    latest.add(estimate("r", "goes on", 2));
    latest.keepKnown();
    assertThat(latest.estimates("r"))
        .extracting(TailEstimate::getSeries)
        .containsExactly("goes on", "in the state");
    assertThat(latest.history("r", "goes on", NORM, 10)).hasSize(2);
  }

  @Test
  void theHistoryHasTheLastPointsInOrder() {
    for (int pane = 1; pane <= 5; pane++) {
      latest.add(estimate("r", "w", pane));
    }
    latest.add(estimate("r", "w", 6).toBuilder().setProvisional(true).build());
    assertThat(latest.history("r", "w", NORM, 3))
        .extracting(HistoryPoint::pane)
        .containsExactly(4L, 5L, 6L);
    latest.add(estimate("r", "w", 6));
    assertThat(latest.history("r", "w", NORM, 3))
        .extracting(HistoryPoint::pane)
        .containsExactly(4L, 5L, 6L);
    assertThat(latest.history("r", "other", NORM, 3)).isEmpty();
  }

  @Test
  void theHistoryOfAQuietSeriesHasItsLastEstimate() {
    latest.addLast(estimate("r", "w", 7));
    assertThat(latest.history("r", "w", NORM, 10))
        .extracting(HistoryPoint::pane)
        .containsExactly(7L);
  }

  @Test
  void aPieceOfALongHistoryIsItsEnd() {
    for (int pane = 1; pane <= 50; pane++) {
      latest.add(estimate("r", "w", pane));
    }
    assertThat(latest.history("r", "w", NORM, 2))
        .extracting(HistoryPoint::pane)
        .containsExactly(49L, 50L);
    assertThat(latest.history("r", "w", NORM, 1))
        .extracting(HistoryPoint::pane)
        .containsExactly(50L);
    assertThat(latest.history("r", "w", NORM, 2_000)).hasSize(50);
  }

  @Test
  void whoWantsToKnowIsToldOfRunsThatChangeOrLoseSomething() {
    List<String> told = new ArrayList<>();
    latest.onRunChange(told::add);
    latest.add(RunDescriptor.newBuilder().setRun("a").build(), 1);
    assertThat(told).containsExactly("a");
    assertThat(latest.holds("a")).isTrue();
    told.clear();
    latest.add(estimate("b", "w", 1));
    assertThat(told).isEmpty();
    assertThat(latest.holds("b")).isTrue();
    latest.removeSeries(SeriesKey.of("b", "w"));
    assertThat(told).containsExactly("b");
    assertThat(latest.holds("b")).isFalse();
    told.clear();
    latest.removeRun("a", 2);
    assertThat(told).contains("a");
    assertThat(latest.holds("a")).isFalse();
  }

  @Test
  void theOldestEstimatesMakeRoom() {
    Latest small = new Latest(limits(60_000, 1_000));
    small.add(estimate("r", "read last of all, and newest", 1_000));
    for (int i = 1; i <= 200; i++) {
      small.add(estimate("r", "series " + i, i));
    }
    assertThat(small.estimates()).isBetween(60, 130);
    assertThat(small.estimate("r", "series 1", NORM)).isEmpty();
    assertThat(small.estimate("r", "series 200", NORM)).isPresent();
    assertThat(small.estimate("r", "read last of all, and newest", NORM)).isPresent();
  }

  @Test
  void historiesShareTheirPoints() {
    Latest small = new Latest(limits(1 << 20, 100));
    for (int pane = 1; pane <= 1_000; pane++) {
      small.add(estimate("r", "busy", pane));
      if (pane % 100 == 0) {
        small.add(estimate("r", "quiet", pane));
      }
      assertThat(small.historyPoints()).isLessThanOrEqualTo(100);
    }
    assertThat(small.history("r", "quiet", NORM, 100)).hasSize(10);
    assertThat(small.history("r", "busy", NORM, 100)).hasSizeGreaterThan(30);
  }

  @Test
  void whatIsTooOldGoes() {
    latest.add(estimate("r", "w", 1));
    latest.add(estimate("fresh", "w", 1).toBuilder().setEstimatedAtMillis(2 * DAY).build());
    latest.add(RunDescriptor.newBuilder().setRun("r").build(), 1_000);
    latest.add(RunDescriptor.newBuilder().setRun("fresh").build(), 1_000);
    latest.expire(8 * DAY);
    assertThat(latest.estimates("r")).isEmpty();
    // Announced long ago, and still estimated.
    assertThat(latest.run("fresh")).isPresent();
    assertThat(latest.runs()).containsExactly("fresh");
  }

  @Test
  void theDirectoryIsBounded() {
    Latest small = new Latest(limits(60_000, 1_000));
    for (int i = 0; i < 1_000; i++) {
      small.add(RunDescriptor.newBuilder().setRun("run " + i).build(), i);
    }
    assertThat(small.runs()).hasSizeBetween(50, 300).contains("run 999").doesNotContain("run 0");
  }

  @Test
  void theBoundsFollowTheHeap() {
    TailLimits quarter = TailLimits.ofHeap(256L << 20);
    assertThat(quarter.estimateBytes()).isBetween(10L << 20, 11L << 20);
    assertThat(quarter.historyPoints()).isBetween(36_000, 37_000);
    assertThat(TailLimits.ofHeap(64L << 30).estimateBytes()).isEqualTo(256L << 20);
  }

  private static TailLimits limits(long estimateBytes, int points) {
    return new TailLimits(estimateBytes, points, 60_000, 60_000, 10, Duration.ofDays(7));
  }

  private long pane(String run, String series) {
    return latest.estimate(run, series, NORM).orElseThrow().getPane();
  }

  private static TailEstimate estimate(String run, String series, long pane) {
    return TailEstimate.newBuilder()
        .setRun(run)
        .setSeries(series)
        .setPane(pane)
        .setLastStep(100 * pane)
        .setObservable(NORM)
        .setEstimatedAtMillis(1_000 + pane)
        .build();
  }
}
