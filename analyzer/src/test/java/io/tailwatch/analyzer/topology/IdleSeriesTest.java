// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the wall clock does to a series, and what it leaves alone. */
class IdleSeriesTest {
  private static final SeriesDescriptor IDENTITY =
      Batches.descriptor(500, 10, Observable.OBSERVABLE_IDENTITY).build();
  private static final double[][] ROWS = Batches.studentT(3, 8000, 1);

  @TempDir Path stateDir;

  @Test
  void aPauseGivesOneProvisionalEstimateThatChangesNothing() {
    List<IterateBatch> batches = Batches.split("w", 0, ROWS, 130, IDENTITY);
    List<TailEstimate> undisturbed;
    try (var harness = new Harness(stateDir.resolve("undisturbed"))) {
      harness.send(batches);
      undisturbed = harness.estimates();
    }
    try (var harness = new Harness(stateDir.resolve("paused"))) {
      harness.send(batches.subList(0, 52));
      List<TailEstimate> all = new java.util.ArrayList<>(harness.estimates());
      harness.pass(Duration.ofSeconds(40));
      harness.pass(Duration.ofSeconds(40));
      List<TailEstimate> provisional = harness.estimates();
      assertThat(provisional).hasSize(1);
      assertThat(provisional.get(0).getProvisional()).isTrue();
      assertThat(provisional.get(0).getPane()).isEqualTo(13);
      assertThat(provisional.get(0).getLastStep()).isEqualTo(6759);
      harness.send(batches.subList(52, batches.size()));
      all.addAll(harness.estimates());
      assertThat(all).usingElementComparator(IdleSeriesTest::butForTheClock).isEqualTo(undisturbed);
    }
  }

  private static int butForTheClock(TailEstimate a, TailEstimate b) {
    return a.toBuilder()
            .clearEstimatedAtMillis()
            .build()
            .equals(b.toBuilder().clearEstimatedAtMillis().build())
        ? 0
        : 1;
  }

  @Test
  void silenceIsCalledStalledOnceAndResolvedByTheNextBatch() {
    try (var harness = new Harness(stateDir)) {
      List<IterateBatch> batches = Batches.split("w", 0, ROWS, 130, IDENTITY);
      harness.send(batches.subList(0, 5));
      harness.pass(Duration.ofMinutes(4));
      assertThat(harness.alerts()).isEmpty();
      harness.pass(Duration.ofMinutes(2));
      harness.pass(Duration.ofMinutes(20));
      List<TailAlert> alerts = harness.alerts();
      assertThat(alerts).hasSize(1);
      assertThat(alerts.get(0).getKind()).isEqualTo(AlertKind.ALERT_KIND_STALLED);
      assertThat(alerts.get(0).getState()).isEqualTo(AlertState.ALERT_STATE_FIRING);
      assertThat(alerts.get(0).getSinceStep()).isEqualTo(649);
      assertThat(alerts.get(0).getSentence()).contains("step 649", "training is alive");
      harness.send(batches.get(5));
      alerts = harness.alerts();
      assertThat(alerts).hasSize(1);
      assertThat(alerts.get(0).getState()).isEqualTo(AlertState.ALERT_STATE_RESOLVED);
    }
  }

  @Test
  void aSeriesThatHasEndedNeverStalls() {
    try (var harness = new Harness(stateDir)) {
      harness.send(Batches.split("w", 0, ROWS, 130, IDENTITY).subList(0, 5));
      harness.send(Batches.batch("w", 650, new double[0][]).setEndOfSeries(true).build());
      harness.estimates();
      harness.pass(Duration.ofMinutes(30));
      assertThat(harness.alerts()).isEmpty();
      assertThat(harness.estimates()).isEmpty();
    }
  }

  @Test
  void whatIsIdleForLongLeavesNothingBehind() {
    var policy = SeriesPolicy.DEFAULTS.withExpireIdle(Duration.ofHours(2));
    try (var harness = new Harness(stateDir, policy)) {
      harness.send(Batches.split("w", 0, ROWS, 130, IDENTITY));
      harness.send(Batches.split("other", 0, ROWS, 130, IDENTITY));
      harness.pass(Duration.ofHours(1));
      assertThat(harness.alerts()).isNotEmpty();
      harness.send(Batches.batch("other", 8000, Batches.studentT(4, 10, 1)).build());
      harness.pass(Duration.ofMinutes(70));
      assertThat(harness.registry.scrape())
          .doesNotContain("series=\"w\"")
          .contains("series=\"other\"")
          .contains("tailwatch_series 1.0");
      assertThat(harness.alerts())
          .anySatisfy(
              alert -> {
                assertThat(alert.getState()).isEqualTo(AlertState.ALERT_STATE_RESOLVED);
                assertThat(alert.getSentence()).contains("no longer watched");
              });
      harness.pass(Duration.ofHours(3));
      for (String store :
          List.of(
              Stores.SERIES,
              Stores.LIVE_PANES,
              Stores.CALIBRATIONS,
              Stores.PANES,
              Stores.WINDOWS,
              Stores.ALERTS,
              Stores.SHARDS,
              Stores.SHARD_PARTS,
              Stores.RUN_ALERTS)) {
        assertThat(harness.entries(store)).as(store).isZero();
      }
    }
  }

  @Test
  void anEndedRunIsForgottenSoonerAndItsNameCanBeUsedAgain() {
    try (var harness = new Harness(stateDir)) {
      List<IterateBatch> batches = Batches.split("w", 0, ROWS, 130, IDENTITY);
      IterateBatch end = Batches.batch("w", 8000, new double[0][]).setEndOfSeries(true).build();
      harness.send(batches);
      harness.send(end);
      List<TailEstimate> first = harness.estimates();
      harness.pass(Duration.ofMinutes(50));
      assertThat(harness.registry.scrape()).contains("series=\"w\"");
      harness.pass(Duration.ofMinutes(20));
      assertThat(harness.registry.scrape()).doesNotContain("series=\"w\"");
      harness.send(batches);
      harness.send(end);
      assertThat(harness.estimates())
          .usingElementComparator(IdleSeriesTest::butForTheClock)
          .isEqualTo(first);
    }
  }

  @Test
  void tooManySeriesAreRefusedUntilOneHasEnded() {
    var policy = SeriesPolicy.DEFAULTS.withMaxSeries(2);
    try (var harness = new Harness(stateDir, policy)) {
      harness.send(Batches.split("a", 0, ROWS, 1000, IDENTITY));
      harness.send(Batches.split("b", 0, ROWS, 1000, IDENTITY));
      harness.send(Batches.split("c", 0, ROWS, 8000, IDENTITY));
      assertThat(harness.deadLetters())
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(
                          new String(
                              letter.headers().lastHeader("__streams.errors.message").value(),
                              StandardCharsets.UTF_8))
                      .contains("at most 2 series")
                      .contains("none of them has ended"));
      harness.send(Batches.batch("a", 8000, new double[0][]).setEndOfSeries(true).build());
      harness.estimates();
      harness.send(Batches.split("c", 0, ROWS, 8000, IDENTITY));
      assertThat(harness.deadLetters()).isEmpty();
      assertThat(harness.estimates()).hasSize(16);
      assertThat(harness.registry.scrape()).doesNotContain("series=\"a\"");
    }
  }
}
