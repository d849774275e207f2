// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.Topics;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance is killed; what it owned is asked of the one that is left. */
@Timeout(300)
class OwnerDiesTest {
  /** Generous for a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static final String TOPIC = Topics.defaults().iterates();
  private static final String SESSION = "consumer.session.timeout.ms";
  private static final String SESSION_MILLIS = "6000";

  @Test
  void plotsAreUnavailableUntilTheRebalanceAndThenAsTheyWere(@TempDir Path dir) throws Exception {
    List<SentSeries> series =
        IntStream.range(0, 8).mapToObj(i -> new SentSeries("run" + i, "s")).toList();
    try (var broker = EmbeddedBroker.start();
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        var left =
            Analyzer.start(
                AnalyzerConfig.builder(broker.bootstrapServers())
                    .port(0)
                    .stateDir(dir.resolve("left"))
                    .partitions(4)
                    .kafka(SESSION, SESSION_MILLIS)
                    .build());
        Child dying =
            Child.start(
                dir,
                "dying",
                List.of(
                    "analyze",
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--port",
                    "0",
                    "--state-dir",
                    dir.resolve("dying").toString(),
                    "--kafka",
                    SESSION + "=" + SESSION_MILLIS))) {
      Api api = new Api(left.url());
      Api other = new Api(dying.firstLine(LIMIT));
      await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(() -> left.ready() && other.status("/health/ready") == 200);
      series.forEach(each -> each.send(producer, TOPIC, 2 * SentSeries.PANES));
      producer.flush();
      await().atMost(LIMIT).ignoreExceptions().until(() -> settled(api, series).size() == 2);
      Map<String, JsonNode> before = new TreeMap<>();
      for (SentSeries each : series) {
        JsonNode plot = api.json(each.path() + "/hill");
        if (plot.at("/window/instance").asText().equals(other.name())) {
          before.put(each.path() + "/hill", plot.get("points"));
        }
      }
      assertThat(before).isNotEmpty();

      dying.kill();
      for (String path : before.keySet()) {
        HttpResponse<String> response = api.get(path);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(Api.parse(response).get("detail").asText())
            .contains(other.name(), "which owns the series");
      }
      Set<Integer> statuses = new HashSet<>();
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                boolean all = true;
                for (String path : before.keySet()) {
                  int status = api.status(path);
                  statuses.add(status);
                  all &= status == 200;
                }
                return all;
              });
      // Never a 404 or a 500 on the way.
      assertThat(statuses).isSubsetOf(200, 503, 504);
      before.forEach(
          (path, points) -> {
            JsonNode after = api.json(path);
            assertThat(after.at("/window/instance").asText()).isEqualTo(api.name());
            assertThat(after.get("points")).isEqualTo(points);
          });
      await().atMost(LIMIT).until(left::ready);
      assertThat(left.failure()).isEmpty();
    }
  }

  /** The owners, once every series has its last estimate. */
  private static Set<String> settled(Api api, List<SentSeries> series) {
    Set<String> owners = new HashSet<>();
    for (SentSeries each : series) {
      if (api.json(each.path()).get("lastStep").asLong() < each.lastStep()) {
        return Set.of();
      }
      owners.add(api.json(each.path() + "/qq").at("/window/instance").asText());
    }
    return owners;
  }
}
