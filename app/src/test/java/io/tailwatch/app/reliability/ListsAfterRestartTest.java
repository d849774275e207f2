// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
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

  /** Batches of so many panes each that the tail does not read as many estimates back. */
  private static final int CROWD = 12;

  private static final Topics TOPICS = Topics.defaults();

  @Test
  void aQuietSeriesIsListedBehindABusyOne(@TempDir Path dir) {
    var quiet = new SentSeries("quiet", "s");
    var busy = new SentSeries("busy", "s", 1);
    try (var broker = EmbeddedBroker.start();
        var producer = producer(broker)) {
      JsonNode before;
      try (var analyzer = start(broker, dir.resolve("before"), SeriesPolicy.DEFAULTS)) {
        var api = new Api(analyzer.url());
        quiet.send(producer, TOPICS.iterates(), SentSeries.PANES);
        await().atMost(LIMIT).until(() -> isEstimated(api, quiet));
        before = api.json(quiet.path());
        busy.send(producer, TOPICS.iterates(), CROWD);
        await().atMost(LIMIT).until(() -> isEstimated(api, busy));
      }
      try (var analyzer = start(broker, dir.resolve("after"), SeriesPolicy.DEFAULTS)) {
        var api = new Api(analyzer.url());
        await().atMost(LIMIT).until(analyzer::ready);
        // At once: whoever is ready has complete lists.
        assertThat(api.json(quiet.path())).isEqualTo(before);
        assertThat(api.json("/api/v1/runs").findValuesAsText("run"))
            .containsExactly("busy", "quiet");
        assertThat(api.json(quiet.path() + "/history").get("points")).hasSize(1);
        assertThat(api.json(busy.path() + "/history?limit=2000").get("points")).hasSize(2_000);
        assertThat(api.get("/metrics").body())
            .containsPattern("tailwatch_threshold\\{observable=\"identity\",run=\"quiet\"");
        quiet.send(producer, TOPICS.iterates(), 1);
        await().atMost(LIMIT).until(() -> isEstimated(api, quiet));
      }
    }
  }

  @Test
  void aForgottenSeriesIsNotListedBeforeNorAfterARestart(@TempDir Path dir) {
    var left = new SentSeries("left", "s");
    var kept = new SentSeries("kept", "s");
    SeriesPolicy impatient = SeriesPolicy.DEFAULTS.withExpireIdle(Duration.ofSeconds(5));
    try (var broker = EmbeddedBroker.start();
        var producer = producer(broker)) {
      try (var analyzer = start(broker, dir.resolve("before"), impatient)) {
        var api = new Api(analyzer.url());
        left.send(producer, TOPICS.iterates(), SentSeries.PANES);
        await().atMost(LIMIT).until(() -> isEstimated(api, left));
        await().atMost(LIMIT).until(() -> api.status(left.path()) == 404);
        kept.send(producer, TOPICS.iterates(), SentSeries.PANES);
        await().atMost(LIMIT).until(() -> isEstimated(api, kept));
      }
      try (var analyzer = start(broker, dir.resolve("after"), SeriesPolicy.DEFAULTS)) {
        var api = new Api(analyzer.url());
        await().atMost(LIMIT).until(analyzer::ready);
        assertThat(api.json("/api/v1/runs").findValuesAsText("run")).containsExactly("kept");
        assertThat(api.status(left.path() + "/hill")).isEqualTo(404);
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
      try (var analyzer = start(broker, dir.resolve("before"), SeriesPolicy.DEFAULTS)) {
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
      try (var analyzer = start(broker, dir.resolve("after"), SeriesPolicy.DEFAULTS)) {
        await().atMost(LIMIT).until(analyzer::ready);
        assertThat(firing(new Api(analyzer.url()))).containsExactly("It changed.");
      }
    }
  }

  private static List<String> firing(Api api) {
    return api.json("/api/v1/alerts?state=firing").get("alerts").findValuesAsText("sentence");
  }

  private static Analyzer start(EmbeddedBroker broker, Path stateDir, SeriesPolicy policy) {
    return Analyzer.start(
        AnalyzerConfig.builder(broker.bootstrapServers())
            .port(0)
            .stateDir(stateDir)
            .partitions(1)
            .series(policy)
            .build());
  }

  private static KafkaProducer<String, byte[]> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
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
