// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.app.reliability.DriftSeries.Law;
import io.tailwatch.app.reliability.DriftSeries.Shape;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Steady series raise no drift alert, through the whole pipeline; a change of the index from 5 to 3
 * raises one in each run, at the right steps, which is resolved. Small here; {@code
 * -Dtailwatch.tests=full} takes 51 steady series of 1,000 blocks, and ten runs that change.
 */
@ExtendWith(PrintTime.class)
@Timeout(7200)
class FalseAlarmTest {
  private static final int STEADY_RUNS = TestSize.of(2, 17);
  private static final int CHANGING_RUNS = TestSize.of(1, 10);
  private static final int SERIES_OF_RUN = 3;
  private static final int STEADY_BLOCKS = TestSize.of(75, 1000);

  /** 32 for the baseline, some to find the change in, 32 until the new level is believed. */
  private static final int CHANGING_BLOCKS = TestSize.of(78, 90);

  private static final int CHANGE_BLOCK = 35;

  /** 6,400 samples a block: 128 exceedances at 2 %, where 100 are needed. */
  private static final Shape SHAPE = TestSize.FULL ? new Shape(10, 32) : new Shape(20, 16);

  private static final int PARTITIONS = TestSize.of(2, 4);
  private static final long SEED = Long.getLong("tailwatch.drift.seed", 20_240_615L);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Topics TOPICS = Topics.defaults();

  @TempDir private Path dir;

  @Test
  void steadySeriesAreSilentAndAChangeIsToldOnce() throws Exception {
    List<DriftSeries> steady = new ArrayList<>();
    List<DriftSeries> changing = new ArrayList<>();
    Map<String, Long> changes = new HashMap<>();
    for (int i = 0; i < STEADY_RUNS * SERIES_OF_RUN; i++) {
      steady.add(series("steady " + i / SERIES_OF_RUN, i, Law.steady(3 + i % 3, ar(i))));
    }
    for (int i = 0; i < CHANGING_RUNS * SERIES_OF_RUN; i++) {
      String run = "changing " + i / SERIES_OF_RUN;
      // Behind the pane that is burn-in; in every other run in the middle of a block.
      long step =
          SHAPE.paneSteps()
              + (long) CHANGE_BLOCK * SHAPE.blockSteps()
              + i / SERIES_OF_RUN % 2 * SHAPE.blockSteps() / 2;
      changes.put(run, step);
      changing.add(series(run, 10_000 + i, new Law(5, 3, step, ar(i))));
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Admin admin = Admin.create(admin(broker))) {
      String servers = broker.bootstrapServers();
      TopicCreator.ensure(admin, TOPICS, PARTITIONS, (short) 1, LIMIT);
      var config =
          AnalyzerSettings.config(servers).partitions(PARTITIONS).threads(2).stateDir(dir).build();
      try (Analyzer analyzer = Analyzer.start(config)) {
        send(admin, servers, analyzer, steady, changing);
        new Drain(admin, servers, LIMIT)
            .await(config.applicationId(), TOPICS, TOPICS, () -> assertAlive(analyzer));
        assertAlive(analyzer);
      }
      Map<String, Integer> judged = judgedBlocks(servers);
      Map<String, List<TailAlert>> alerts = driftAlerts(servers);
      report(judged, alerts, changes);
      assertThat(judged).hasSize(steady.size() + changing.size());
      judged.forEach(
          (series, blocks) ->
              assertThat(blocks)
                  .as("blocks of %s with a reading", series)
                  .isEqualTo(series.startsWith("steady") ? STEADY_BLOCKS : CHANGING_BLOCKS));
      assertThat(alerts.keySet()).as("runs with a drift alert").isEqualTo(changes.keySet());
      changes.forEach((run, step) -> assertToldOnce(run, step, alerts.get(run)));
    }
  }

  /** Patient: the load keeps all cores busy, and the broker is one of many. */
  private static Map<String, Object> admin(EmbeddedBroker broker) {
    return Map.of(
        "bootstrap.servers", broker.bootstrapServers(),
        "request.timeout.ms", 120_000,
        "default.api.timeout.ms", 600_000);
  }

  private static double ar(int i) {
    return i % 2 == 0 ? 0 : 0.5;
  }

  private static DriftSeries series(String run, int number, Law law) {
    return new DriftSeries(
        run, "layer/" + number % SERIES_OF_RUN, law, SHAPE, number % 3 == 2, SEED + number);
  }

  private static void assertAlive(Analyzer analyzer) {
    assertThat(analyzer.failure()).as("failure of the analyzer").isEmpty();
  }

  private static void send(
      Admin admin,
      String servers,
      Analyzer analyzer,
      List<DriftSeries> steady,
      List<DriftSeries> changing)
      throws Exception {
    // A few blocks of all series: far less than lies between the reports of one alert.
    long ahead = 4L * due(0, steady, changing).size() * SHAPE.panes();
    try (var sender = new PacedSender(admin, servers, "tailwatch", TOPICS.iterates(), ahead)) {
      for (int block = -1; block < Math.max(STEADY_BLOCKS, CHANGING_BLOCKS); block++) {
        for (DriftSeries series : due(block, steady, changing)) {
          List<IterateBatch> batches = block < 0 ? series.burnIn() : series.block();
          for (IterateBatch batch : batches) {
            sender.send(batch, () -> assertAlive(analyzer));
          }
        }
        if (TestSize.FULL && block > 0 && block % 50 == 0) {
          System.out.printf("false alarms: %d of %d blocks sent%n", block, STEADY_BLOCKS);
        }
      }
      sender.finish();
    }
  }

  private static List<DriftSeries> due(
      int block, List<DriftSeries> steady, List<DriftSeries> changing) {
    List<DriftSeries> due = new ArrayList<>();
    if (block < STEADY_BLOCKS) {
      due.addAll(steady);
    }
    if (block < CHANGING_BLOCKS) {
      due.addAll(changing);
    }
    return due;
  }

  /** Full windows that share no pane, and that have a reading, of each series. */
  private static Map<String, Integer> judgedBlocks(String servers) {
    Map<String, Integer> judged = new HashMap<>();
    Committed.forEach(
        servers,
        TOPICS.estimates(),
        EventSerdes.tailEstimate().deserializer(),
        record -> {
          TailEstimate estimate = record.value();
          if (estimate.getPane() > 0
              && estimate.getPane() % SHAPE.panes() == 0
              && estimate.hasReading()) {
            judged.merge(estimate.getRun() + ", " + estimate.getSeries(), 1, Integer::sum);
          }
        });
    return judged;
  }

  private static Map<String, List<TailAlert>> driftAlerts(String servers) {
    Map<String, List<TailAlert>> alerts = new HashMap<>();
    Committed.forEach(
        servers,
        TOPICS.alerts(),
        EventSerdes.tailAlert().deserializer(),
        record -> {
          if (record.value().getKind() == AlertKind.ALERT_KIND_DRIFT) {
            alerts
                .computeIfAbsent(record.value().getRun(), run -> new ArrayList<>())
                .add(record.value());
          }
        });
    return alerts;
  }

  private static void report(
      Map<String, Integer> judged, Map<String, List<TailAlert>> alerts, Map<String, Long> changes) {
    System.out.printf(
        "false alarms, seed %d: %d series, %d blocks judged; drift alerts in %d runs, %d runs"
            + " changed%n",
        SEED,
        judged.size(),
        judged.values().stream().mapToInt(Integer::intValue).sum(),
        alerts.size(),
        changes.size());
    alerts.forEach(
        (run, events) ->
            events.forEach(
                e ->
                    System.out.printf(
                        "%s: %s since step %d (%+.1f blocks from the change), told at step %d,"
                            + " series %s: %s%n",
                        run,
                        e.getState(),
                        e.getSinceStep(),
                        (e.getSinceStep() - changes.getOrDefault(run, 0L))
                            / (double) SHAPE.blockSteps(),
                        e.getStep(),
                        e.getGroupedSeriesList(),
                        e.getSentence())));
  }

  private static void assertToldOnce(String run, long change, List<TailAlert> events) {
    List<AlertState> states = new ArrayList<>();
    for (TailAlert event : events) {
      // Told again when another series joins.
      if (states.isEmpty() || states.get(states.size() - 1) != event.getState()) {
        states.add(event.getState());
      }
    }
    states.remove(AlertState.ALERT_STATE_SUSPECT);
    assertThat(states)
        .as("drift alert of %s", run)
        .containsExactly(AlertState.ALERT_STATE_FIRING, AlertState.ALERT_STATE_RESOLVED);
    TailAlert over = events.get(events.size() - 1);
    assertThat(Math.abs(over.getSinceStep() - change))
        .as("steps between the change of %s and since when it was told", run)
        .isLessThanOrEqualTo(SHAPE.blockSteps());
    assertThat(over.getGroupedSeriesList()).as("series of %s", run).hasSize(SERIES_OF_RUN);
  }
}
