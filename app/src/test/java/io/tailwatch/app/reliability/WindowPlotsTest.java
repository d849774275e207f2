// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.Topics;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Window plots, asked of two instances that share the series of one broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class WindowPlotsTest {
  /** Generous for a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static final int SERIES = 8;
  private static final String TOPIC = Topics.defaults().iterates();

  private final List<SentSeries> series =
      IntStream.range(0, SERIES).mapToObj(i -> new SentSeries("run " + i, "layer/1")).toList();
  private EmbeddedBroker broker;
  private KafkaProducer<String, byte[]> producer;
  private Analyzer first;
  private Analyzer second;
  private List<Api> apis;

  @BeforeAll
  void startTwoInstances(@TempDir Path dir) {
    broker = EmbeddedBroker.start();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    first = start(dir.resolve("first"));
    second = start(dir.resolve("second"));
    apis = List.of(new Api(first.url()), new Api(second.url()));
    await().atMost(LIMIT).until(() -> first.ready() && second.ready());
    series.forEach(each -> each.send(producer, TOPIC, 2 * SentSeries.PANES));
    producer.flush();
    // All is committed, and both have their share.
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () ->
                apis.stream()
                    .allMatch(
                        api ->
                            series.stream()
                                .allMatch(
                                    each ->
                                        api.json(each.path()).get("lastStep").asLong()
                                            == each.lastStep())));
    await().atMost(LIMIT).ignoreExceptions().until(() -> owners().size() == 2);
  }

  private Analyzer start(Path stateDir) {
    return Analyzer.start(
        AnalyzerConfig.builder(broker.bootstrapServers())
            .port(0)
            .stateDir(stateDir)
            .partitions(4)
            .build());
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
    producer.close();
    broker.close();
  }

  private Set<String> owners() {
    Set<String> owners = new HashSet<>();
    for (SentSeries each : series) {
      owners.add(apis.get(0).json(each.path() + "/qq").at("/window/instance").asText());
    }
    return owners;
  }

  @Test
  void everyInstanceAnswersForEverySeries() {
    List<String> relayed = new ArrayList<>();
    for (SentSeries each : series) {
      for (String plot : List.of("hill", "ccdf", "qq")) {
        JsonNode one = apis.get(0).json(each.path() + "/" + plot);
        JsonNode other = apis.get(1).json(each.path() + "/" + plot);
        // It is the owner who answers, whoever was asked.
        assertThat(one).isEqualTo(other);
        assertThat(one.at("/window/live").asBoolean()).isTrue();
        assertThat(one.at("/window/run").asText()).isEqualTo(each.run());
        assertThat(one.at("/window/panes").asInt()).isEqualTo(SentSeries.PANES);
        assertThat(one.at("/window/samples").asLong())
            .isEqualTo((long) SentSeries.PANES * SentSeries.PANE_STEPS);
        relayed.add(one.at("/window/instance").asText());
      }
    }
    assertThat(relayed).contains(apis.get(0).name(), apis.get(1).name());
  }

  @Test
  void theCutOfThePlotIsThatOfTheCommittedEstimate() {
    for (SentSeries each : series) {
      JsonNode estimate = apis.get(0).json(each.path());
      JsonNode chosen = apis.get(1).json(each.path() + "/hill").get("chosen");
      assertThat(chosen.get("k").asLong()).isEqualTo(estimate.get("exceedances").asLong());
      assertThat(chosen.get("u").asDouble()).isEqualTo(estimate.get("threshold").asDouble());
      assertThat(chosen.get("reading").asDouble())
          .isEqualTo(estimate.at("/reading/value").asDouble());
    }
  }

  @Test
  void everyInstanceHasTheSameListsAndHistories() {
    assertThat(runs(apis.get(0))).isEqualTo(runs(apis.get(1)));
    for (SentSeries each : series) {
      JsonNode history = apis.get(0).json(each.path() + "/history");
      assertThat(history.get("points")).hasSize(2 * SentSeries.PANES);
      assertThat(history).isEqualTo(apis.get(1).json(each.path() + "/history"));
    }
  }

  /** Without what tells only how the list was made. */
  private static List<ObjectNode> runs(Api api) {
    List<ObjectNode> runs = new ArrayList<>();
    api.json("/api/v1/runs").forEach(run -> runs.add((ObjectNode) run));
    assertThat(runs).hasSize(SERIES);
    return runs;
  }

  @Test
  void aSeriesThatIsNotThereIsNotFoundWhoeverWouldOwnIt() {
    for (Api api : apis) {
      for (int i = 0; i < 8; i++) {
        HttpResponse<String> response = api.get("/api/v1/runs/none/series/" + i + "/identity/hill");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type").orElseThrow())
            .startsWith("application/problem+json");
        assertThat(Api.parse(response).get("detail").asText())
            .isEqualTo("there is no series " + i + " of run none: see /api/v1/runs");
      }
      assertThat(api.status(series.get(0).path().replace("identity", "norm") + "/hill"))
          .isEqualTo(404);
    }
  }

  @Test
  void consumptionIsSeenByTheHealthOfBoth() {
    long consumed = 0;
    for (Api api : apis) {
      await().atMost(LIMIT).until(() -> progress(api).get("status").asText().equals("idle"));
      assertThat(progress(api).get("lag").asLong()).isZero();
      assertThat(progress(api).get("secondsWithoutProgress").asLong()).isZero();
      consumed += progress(api).get("consumed").asLong();
    }
    // Each pane is read by both stages.
    assertThat(consumed).isGreaterThanOrEqualTo(2L * 2 * SentSeries.PANES * SERIES);
  }

  private static JsonNode progress(Api api) {
    return api.json("/health/progress").at("/checks/progress");
  }

  @Test
  void metersOfASeriesAreOnTheInstanceThatOwnsIt() {
    for (SentSeries each : series) {
      String owner = apis.get(0).json(each.path() + "/qq").at("/window/instance").asText();
      for (Api api : apis) {
        boolean shown =
            api.get("/metrics")
                .body()
                .lines()
                .anyMatch(
                    line ->
                        line.startsWith("tailwatch_tail_index{")
                            && line.contains("run=\"" + each.run() + "\""));
        assertThat(shown)
            .as("%s on %s", each.run(), api.name())
            .isEqualTo(api.name().equals(owner));
      }
    }
  }
}
