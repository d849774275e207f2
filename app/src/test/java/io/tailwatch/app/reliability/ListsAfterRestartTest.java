// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the API lists right after a start, and that alerts reach it. */
@Timeout(300)
class ListsAfterRestartTest {
  /** Generous for a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** More than the tail reads back of one partition. */
  private static final int CROWD = 25_000;

  private static final Topics TOPICS = Topics.defaults();

  @Test
  void aQuietSeriesIsListedBehindABusyOne(@TempDir Path dir) {
    var quiet = new SentSeries("quiet", "s");
    try (var broker = EmbeddedBroker.start();
        var producer = producer(broker)) {
      JsonNode before;
      try (var analyzer = start(broker, dir.resolve("before"))) {
        var api = new Api(analyzer.url());
        quiet.send(producer, TOPICS.iterates(), SentSeries.PANES);
        await().atMost(LIMIT).until(() -> isEstimated(api, quiet));
        before = api.json(quiet.path());
      }
      for (int i = 0; i < CROWD; i++) {
        producer.send(
            new ProducerRecord<>(TOPICS.estimates(), "busy/s", estimate(i).toByteArray()));
      }
      producer.flush();
      try (var analyzer = start(broker, dir.resolve("after"))) {
        var api = new Api(analyzer.url());
        await().atMost(LIMIT).until(analyzer::ready);
        // At once: whoever is ready has complete lists.
        assertThat(api.json(quiet.path())).isEqualTo(before);
        assertThat(api.json("/api/v1/runs").findValuesAsText("run"))
            .containsExactly("busy", "quiet");
        assertThat(api.json(quiet.path() + "/history").get("points")).hasSize(1);
        assertThat(api.get("/metrics").body())
            .containsPattern("tailwatch_threshold\\{observable=\"identity\",run=\"quiet\"");
        quiet.send(producer, TOPICS.iterates(), 1);
        await().atMost(LIMIT).until(() -> isEstimated(api, quiet));
      }
    }
  }

  private static boolean isEstimated(Api api, SentSeries series) {
    var response = api.get(series.path());
    return response.statusCode() == 200
        && Api.parse(response).get("lastStep").asLong() == series.lastStep();
  }

  @Test
  void committedAlertsAreListedToldAndThereAfterARestart(@TempDir Path dir) {
    try (var broker = EmbeddedBroker.start();
        var producer = producer(broker)) {
      try (var analyzer = start(broker, dir.resolve("before"))) {
        List<TailAlert> told = new CopyOnWriteArrayList<>();
        analyzer.alerts().subscribe(new Listener(told));
        await().atMost(LIMIT).until(analyzer::ready);
        TailAlert alert =
            TailAlert.newBuilder()
                .setRun("r")
                .setSeries("s")
                .setObservable(Observable.OBSERVABLE_NORM)
                .setKind(AlertKind.ALERT_KIND_DRIFT)
                .setState(AlertState.ALERT_STATE_FIRING)
                .setSentence("It changed.")
                .setRaisedAtMillis(1_700_000_000_000L)
                .build();
        producer.send(new ProducerRecord<>(TOPICS.alerts(), "r/s", alert.toByteArray()));
        await().atMost(LIMIT).until(() -> !told.isEmpty());
        assertThat(told).containsExactly(alert);
        assertThat(firing(new Api(analyzer.url()))).containsExactly("It changed.");
      }
      try (var analyzer = start(broker, dir.resolve("after"))) {
        await().atMost(LIMIT).until(analyzer::ready);
        assertThat(firing(new Api(analyzer.url()))).containsExactly("It changed.");
      }
    }
  }

  private static List<String> firing(Api api) {
    return api.json("/api/v1/alerts?state=firing").get("alerts").findValuesAsText("sentence");
  }

  private static Analyzer start(EmbeddedBroker broker, Path stateDir) {
    return Analyzer.start(
        AnalyzerConfig.builder(broker.bootstrapServers())
            .port(0)
            .stateDir(stateDir)
            .partitions(1)
            .build());
  }

  private static KafkaProducer<String, byte[]> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static TailEstimate estimate(int pane) {
    return TailEstimate.newBuilder()
        .setRun("busy")
        .setSeries("s")
        .setAttempt(1)
        .setPane(pane)
        .setLastStep(pane)
        .setObservable(Observable.OBSERVABLE_NORM)
        .setEstimatedAtMillis(System.currentTimeMillis())
        .build();
  }

  private record Listener(List<TailAlert> told) implements Flow.Subscriber<TailAlert> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TailAlert alert) {
      told.add(alert);
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onComplete() {
      // Nothing to do.
    }
  }
}
