// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerTopologyTest {
  private static final SeriesDescriptor IDENTITY =
      Batches.descriptor(1000, 10, Observable.OBSERVABLE_IDENTITY).build();

  @TempDir Path stateDir;

  @Test
  void aDivergenceGoesToTheAlertsWithItsStep() {
    double[][] rows = Batches.studentT(5, 1000, 2);
    for (int i = 537; i < rows.length; i++) {
      rows[i][1] = Double.NaN;
    }
    var descriptor = Batches.descriptor(400, 10, Observable.OBSERVABLE_UPDATE_NORM).build();
    try (var harness = new Harness(stateDir)) {
      harness.send(Batches.split("a", 0, rows, 130, descriptor));
      assertThat(harness.alerts())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.getKind()).isEqualTo(AlertKind.ALERT_KIND_DIVERGENCE);
                assertThat(alert.getSinceStep()).isEqualTo(537);
                assertThat(alert.getSeries()).isEqualTo("a");
              });
      String labels = "{alert=\"divergence\",observable=\"all\",run=\"run\",series=\"a\"} ";
      assertThat(harness.registry.scrape())
          .contains("tailwatch_alert_active" + labels + "1.0")
          .contains("tailwatch_alerts_total" + labels + "1.0")
          .contains(
              "tailwatch_drift_score{observable=\"update-norm\",run=\"run\",series=\"a\"} 0.0");
    }
  }

  @Test
  void everyNodeStoreAndTopicHasAName() {
    try (var harness = new Harness(stateDir)) {
      assertThat(harness.describe())
          .isEqualTo(
              """
              Topologies:
                 Sub-topology: 0
                  Source: iterates (topics: [tailwatch.iterates.v1])
                    --> pane-processor
                  Processor: pane-processor (stores: [calibrations, live-panes, series])
                    --> pane-parts-repartition-filter
                    <-- iterates
                  Processor: pane-parts-repartition-filter (stores: [])
                    --> pane-parts-repartition-sink
                    <-- pane-processor
                  Sink: pane-parts-repartition-sink (topic: pane-parts-repartition)
                    <-- pane-parts-repartition-filter

                Sub-topology: 1
                  Source: pane-parts-repartition-source (topics: [pane-parts-repartition])
                    --> window-processor
                  Processor: window-processor (stores: [alerts, shards, panes, shard-parts, windows])
                    --> estimates-only, notes-only
                    <-- pane-parts-repartition-source
                  Processor: notes-only (stores: [])
                    --> notes-typed
                    <-- window-processor
                  Processor: notes-typed (stores: [])
                    --> by-run
                    <-- notes-only
                  Processor: by-run (stores: [])
                    --> run-alerts-repartition-filter
                    <-- notes-typed
                  Processor: estimates-only (stores: [])
                    --> estimates-typed
                    <-- window-processor
                  Processor: estimates-typed (stores: [])
                    --> estimates
                    <-- estimates-only
                  Processor: run-alerts-repartition-filter (stores: [])
                    --> run-alerts-repartition-sink
                    <-- by-run
                  Sink: estimates (topic: tailwatch.estimates.v1)
                    <-- estimates-typed
                  Sink: run-alerts-repartition-sink (topic: run-alerts-repartition)
                    <-- run-alerts-repartition-filter

                Sub-topology: 2
                  Source: run-alerts-repartition-source (topics: [run-alerts-repartition])
                    --> alerts-processor
                  Processor: alerts-processor (stores: [run-alerts])
                    --> alerts
                    <-- run-alerts-repartition-source
                  Sink: alerts (topic: tailwatch.alerts.v1)
                    <-- alerts-processor

              """);
    }
  }

  @Test
  void oneSeriesGivesAnEstimateForEachPane() {
    try (var harness = new Harness(stateDir)) {
      double[][] rows = Batches.studentT(2, 12_345, 2);
      harness.send(Batches.split("w", 0, rows, 333, IDENTITY));
      List<TailEstimate> estimates = harness.estimates();
      assertThat(estimates)
          .extracting(TailEstimate::getPane)
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
      assertThat(estimates.get(0).getVerdict()).isEqualTo(Verdict.VERDICT_BURN_IN);
      assertReadingIsExact(estimates.get(11), rows, 2, 11);
      harness.assertNothingLeftOver();
    }
  }

  @Test
  void aClockThatIsADayOffIsNoDelay() {
    long now = 1_700_000_000_000L;
    try (var harness = new Harness(stateDir)) {
      double[][] rows = Batches.studentT(2, 3_000, 1);
      List<Duration> ages = List.of(Duration.ofSeconds(5), Duration.ofDays(2), Duration.ofDays(-2));
      for (int pane = 0; pane < ages.size(); pane++) {
        long takenAt = now - ages.get(pane).toMillis();
        double[][] ofPane = Arrays.copyOfRange(rows, 1000 * pane, 1000 * (pane + 1));
        harness.send(
            Batches.split("w", 1000L * pane, ofPane, 500, IDENTITY).stream()
                .map(batch -> batch.toBuilder().setTakenAtMillis(takenAt).build())
                .toList());
      }
      assertThat(harness.estimates()).hasSize(3);
      Timer delay = harness.registry.get("tailwatch.event.to.estimate").timer();
      assertThat(delay.count()).isEqualTo(1);
      assertThat(delay.totalTime(TimeUnit.SECONDS)).isEqualTo(5);
    }
  }

  @Test
  void theEndClosesWhatIsOpen() {
    try (var harness = new Harness(stateDir)) {
      double[][] rows = Batches.studentT(2, 10_970, 1);
      harness.send(Batches.split("w", 0, rows, 333, IDENTITY));
      harness.estimates();
      harness.send(Batches.batch("w", 10_970, new double[0][]).setEndOfSeries(true).build());
      List<TailEstimate> last = harness.estimates();
      assertThat(last).hasSize(1);
      assertThat(last.get(0).getEndOfSeries()).isTrue();
      // 970 of 1,000 steps are enough to be part of the window.
      assertThat(last.get(0).getSamples()).isEqualTo(9970);
      harness.assertNothingLeftOver();
    }
  }

  @Test
  void interleavedSeriesDoNotTouchEachOther() {
    double[][] a = Batches.studentT(3, 12_000, 1);
    double[][] b = Batches.studentT(4, 12_000, 3);
    List<IterateBatch> first = Batches.split("layer/1", 0, a, 400, IDENTITY);
    List<IterateBatch> second = Batches.split("layer/2", 0, b, 400, IDENTITY);
    try (var harness = new Harness(stateDir)) {
      for (int i = 0; i < first.size(); i++) {
        harness.send(first.get(i));
        harness.send(second.get(i));
      }
      Map<String, List<TailEstimate>> bySeries = new TreeMap<>();
      harness
          .estimates()
          .forEach(e -> bySeries.computeIfAbsent(e.getSeries(), key -> new ArrayList<>()).add(e));
      assertThat(bySeries).containsOnlyKeys("layer/1", "layer/2");
      assertReadingIsExact(bySeries.get("layer/1").get(11), a, 2, 11);
      assertReadingIsExact(bySeries.get("layer/2").get(11), b, 2, 11);
    }
  }

  @Test
  void aBatchSentTwiceCountsOnce() {
    double[][] rows = Batches.studentT(5, 12_000, 1);
    List<TailEstimate> once;
    try (var harness = new Harness(stateDir.resolve("once"))) {
      harness.send(Batches.split("w", 0, rows, 300, IDENTITY));
      once = harness.estimates();
    }
    try (var harness = new Harness(stateDir.resolve("twice"))) {
      for (IterateBatch batch : Batches.split("w", 0, rows, 300, IDENTITY)) {
        harness.send(batch);
        harness.send(batch);
      }
      List<TailEstimate> twice = harness.estimates();
      assertThat(twice.get(11).getRepeatedSteps()).isEqualTo(11_700);
      assertThat(twice).extracting(e -> e.toBuilder().clearRepeatedSteps().build()).isEqualTo(once);
    }
  }

  @Test
  void theSameRecordsGiveTheSameBits() {
    var descriptor =
        Batches.descriptor(
                500, 8, Observable.OBSERVABLE_COORDINATES, Observable.OBSERVABLE_UPDATE_NORM)
            .build();
    List<IterateBatch> batches =
        Batches.split("w", 0, Batches.studentT(6, 6000, 4), 77, descriptor);
    List<List<TailEstimate>> results = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      try (var harness = new Harness(stateDir.resolve(name))) {
        harness.send(batches);
        results.add(harness.estimates());
      }
    }
    assertThat(results.get(0)).hasSize(24).isEqualTo(results.get(1));
  }

  @Test
  void aBadEventIsALetterAndTheNextRecordCounts() {
    // Under exactly-once the test driver, unlike a broker, drops what is sent while a record is
    // read: it clears the mock producer's open transaction before anything is processed.
    try (var harness = new Harness(stateDir, "at_least_once")) {
      IterateBatch good =
          Batches.batch("w", 0, Batches.studentT(7, 1000, 1)).setSeriesDescriptor(IDENTITY).build();
      IterateBatch contradictory =
          Batches.batch("w", 0, Batches.studentT(7, 10, 1))
              .setSeriesDescriptor(Batches.descriptor(1000, 10, Observable.OBSERVABLE_PROJECTION))
              .build();
      byte[] noise = "not a batch".getBytes(StandardCharsets.UTF_8);
      harness.send(contradictory);
      harness.iterates.pipeInput("run/w", noise);
      harness.iterates.pipeInput("another/w", good.toByteArray());
      harness.send(good);

      List<TestRecord<byte[], byte[]>> letters = harness.deadLetters();
      assertThat(letters)
          .extracting(letter -> header(letter, "__streams.errors.message"))
          .satisfiesExactly(
              message -> assertThat(message).contains("projection needs a direction"),
              message -> assertThat(message).isNotEmpty(),
              message ->
                  assertThat(message)
                      .isEqualTo(
                          "record key must be the batch's run/series, run/w: was another/w"));
      assertThat(letters.get(0).value()).isEqualTo(contradictory.toByteArray());
      assertThat(letters.get(1).value()).isEqualTo(noise);
      assertThat(new String(letters.get(2).key(), StandardCharsets.UTF_8)).isEqualTo("another/w");
      assertThat(letters)
          .allSatisfy(
              letter -> {
                assertThat(header(letter, "__streams.errors.exception"))
                    .isEqualTo("io.tailwatch.events.BadEventException");
                assertThat(header(letter, "__streams.errors.topic"))
                    .isEqualTo("tailwatch.iterates.v1");
                assertThat(header(letter, "__streams.errors.partition")).isEqualTo("0");
                assertThat(header(letter, "__streams.errors.stacktrace"))
                    .contains("at io.tailwatch");
                assertThat(letter.headers().lastHeader(DeadLetters.TRUNCATED_HEADER)).isNull();
              });
      assertThat(letters)
          .extracting(letter -> header(letter, "__streams.errors.offset"))
          .containsExactly("0", "1", "2");
      assertThat(harness.estimates()).hasSize(1);
      assertThat(harness.registry.scrape()).contains("tailwatch_dead_letters_total 3.0");
    }
  }

  @Test
  void aLargeLetterIsCappedAndMarked() {
    try (var harness = new Harness(stateDir, "at_least_once")) {
      byte[] large = new byte[2 << 20];
      Arrays.fill(large, (byte) -1);
      var headers = new RecordHeaders();
      headers.add("trace", "42".getBytes(StandardCharsets.UTF_8));
      headers.add("bulk", new byte[DeadLetters.MAX_HEADER_BYTES]);
      harness.iterates.pipeInput(new TestRecord<>("run/w", large, headers));
      TestRecord<byte[], byte[]> letter = harness.deadLetters().get(0);
      assertThat(letter.value()).hasSize(DeadLetters.MAX_VALUE_BYTES);
      assertThat(header(letter, DeadLetters.TRUNCATED_HEADER)).isEqualTo("2097152");
      assertThat(header(letter, "trace")).isEqualTo("42");
      assertThat(letter.headers().lastHeader("bulk")).isNull();
    }
  }

  @Test
  void theKeyOfAShardNamesIt() {
    try (var harness = new Harness(stateDir)) {
      harness.send(Batches.split("w", 0, Batches.studentT(7, 10, 1), 10, IDENTITY));
      IterateBatch shard =
          Batches.batch("w", 10, Batches.studentT(8, 10, 1))
              .setShardCount(2)
              .setShardKind(io.tailwatch.events.v1.ShardKind.SHARD_KIND_CHAINS)
              .build();
      harness.iterates.pipeInput("run/w", shard.toByteArray());
      assertThat(header(harness.deadLetters().get(0), "__streams.errors.message"))
          .isEqualTo("record key must be the batch's run/series/shard, run/w/0: was run/w");
    }
  }

  @Test
  void aBatchThatWouldCloseThousandsOfPanesIsRefused() {
    var tiny = Batches.descriptor(1, 10, Observable.OBSERVABLE_IDENTITY).build();
    try (var harness = new Harness(stateDir)) {
      harness.send(Batches.split("w", 0, Batches.studentT(7, 2000, 1), 2000, tiny));
      assertThat(header(harness.deadLetters().get(0), "__streams.errors.message"))
          .contains("at most 1024 panes")
          .contains("2000 steps");
      assertThat(harness.estimates()).isEmpty();
    }
  }

  @Test
  void aDefectOfOurOwnFailsTheApplication() {
    try (var harness = new Harness(stateDir)) {
      // Bytes of a repartition topic are ours: that they cannot be read is no bad event.
      var parts = harness.repartition();
      assertThatThrownBy(() -> parts.pipeInput("run/w", new byte[] {1, 2, 3}))
          .isInstanceOf(StreamsException.class);
      assertThat(harness.deadLetters()).isEmpty();
    }
  }

  @Test
  void metersShowTheLastEstimate() {
    try (var harness = new Harness(stateDir)) {
      harness.send(Batches.split("w", 0, Batches.studentT(2, 12_000, 1), 500, IDENTITY));
      TailEstimate last = harness.estimates().get(11);
      String labels = "{observable=\"identity\",run=\"run\",series=\"w\"} ";
      assertThat(harness.registry.scrape())
          .contains("tailwatch_tail_index" + labels + last.getIndex().getValue())
          .contains("tailwatch_hill_reading" + labels + last.getReading().getValue())
          .contains("tailwatch_exceedances" + labels + (double) last.getExceedances())
          .contains("tailwatch_samples_total" + labels + "12000.0")
          .contains("tailwatch_last_step{run=\"run\",series=\"w\"} 11999.0")
          .contains("tailwatch_series 1.0")
          .contains(
              "tailwatch_verdict{observable=\"identity\",run=\"run\",series=\"w\","
                  + "verdict=\"undecided\"} 1.0");
      harness.stop();
      assertThat(harness.registry.scrape()).doesNotContain("series=\"w\"");
    }
  }

  @Test
  void metersOfAnObservableThatIsNoLongerNamedAreRemoved() {
    try (var harness = new Harness(stateDir)) {
      SeriesDescriptor other =
          Batches.descriptor(1000, 10, Observable.OBSERVABLE_UPDATE_NORM).build();
      harness.send(Batches.split("w", 0, Batches.studentT(2, 1000, 1), 500, IDENTITY));
      assertThat(harness.registry.scrape())
          .contains("tailwatch_tail_index{observable=\"identity\"");
      harness.send(Batches.split("w", 1000, Batches.studentT(3, 1000, 1), 500, other));
      assertThat(harness.registry.scrape())
          .contains("tailwatch_tail_index{observable=\"update-norm\"")
          .doesNotContain("tailwatch_tail_index{observable=\"identity\"");
    }
  }

  private static void assertReadingIsExact(
      TailEstimate estimate, double[][] rows, int firstPane, int lastPane) {
    double[] samples =
        Arrays.stream(rows, firstPane * 1000, (lastPane + 1) * 1000)
            .flatMapToDouble(Arrays::stream)
            .toArray();
    var exact = ExactHill.of(samples, TailSide.BOTH).atThreshold(estimate.getThreshold());
    assertThat(estimate.getExceedances()).isEqualTo(exact.exceedances());
    // The acceptance of streaming against offline: 1e-4 relative.
    assertThat(estimate.getReading().getValue())
        .isCloseTo(exact.reading(), within(1e-4 * exact.reading()));
  }

  private static String header(TestRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    assertThat(header).as(name).isNotNull();
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
