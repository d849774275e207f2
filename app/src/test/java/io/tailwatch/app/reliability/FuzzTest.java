// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailEstimate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random, damaged and hostile records of both content types, on a real broker. Each is either
 * counted or in the dead letters with its reason, and what is between them is as if they were not
 * there. 10,000 here; {@code -Dtailwatch.tests=full} sends 100,000.
 *
 * <p>Whether a record was counted is not told by the letters: a record of a run of its own gives
 * that run an estimate, or at least a place in the state; and of a series that many records share,
 * the samples and the late steps that the metrics count add up to the vectors sent.
 */
@ExtendWith(PrintTime.class)
@Timeout(3600)
class FuzzTest {
  private static final int RECORDS = TestSize.of(10_000, 100_000);
  private static final long SEED = Long.getLong("tailwatch.fuzz.seed", 20_240_614L);
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final int PARTITIONS = TestSize.of(2, 4);
  private static final Topics TOPICS = Topics.defaults();
  private static final Topics CLEAN = new Topics("clean");
  private static final int SHOWN = 10;

  /** Of Prometheus' text format. */
  private static final String SAMPLE =
      "[a-z0-9_:]+(\\{([a-z_]+=\"([^\"\\\\\n]|\\\\[n\"\\\\])*\",?)*})? "
          + "(NaN|[+-]Inf|-?[0-9.]+([eE][+-]?[0-9]+)?)";

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path dir;

  @Test
  void everyRecordIsCountedOrRefused() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String servers = broker.bootstrapServers();
      TopicCreator.ensure(admin, TOPICS, PARTITIONS, (short) 1, LIMIT);
      TopicCreator.ensure(admin, CLEAN, PARTITIONS, (short) 1, LIMIT);
      var load = new FuzzLoad(SEED, TOPICS, CLEAN, TestSize.of(10, 50), 6);
      try (Analyzer analyzer = Analyzer.start(config(servers, TOPICS));
          var sender = new FuzzSender(servers)) {
        var drain = new Drain(admin, servers, LIMIT);
        load.begin(sender);
        sender.acknowledged();
        drain.await(TOPICS.prefix(), TOPICS, TOPICS, () -> assertAlive(analyzer));
        load.send(sender, RECORDS);
        List<FuzzSender.Sent> sent = sender.acknowledged();
        drain.await(TOPICS.prefix(), TOPICS, TOPICS, () -> assertAlive(analyzer));
        Letters letters = Letters.read(servers, TOPICS.deadLetters());
        Results fuzzed = Results.read(servers, TOPICS.prefix(), TOPICS);
        var account = new FuzzAccount(sent, letters, counted(servers, fuzzed));
        System.out.printf(
            "fuzz, seed %d: %d records and %d letters%n%s",
            SEED, sent.size(), letters.count(), account.table());
        List<String> errors = account.errors();
        assertThat(errors.stream().limit(SHOWN)).as("%d errors", errors.size()).isEmpty();
        Set<Letters.Place> places =
            sent.stream().map(FuzzSender.Sent::place).collect(Collectors.toSet());
        assertThat(letters.reasons().keySet().stream().filter(place -> !places.contains(place)))
            .as("records with letters that were not sent to be refused")
            .isEmpty();
        assertThat(letters.reasons().values()).as("reasons").noneMatch(String::isBlank);
        String metrics = get(analyzer.url() + "/metrics");
        assertEveryVectorIsAccountedFor(load, metrics);
        assertReadable(analyzer, metrics, letters);
        assertAlive(analyzer);
        assertUntouched(admin, servers, fuzzed);
      }
    }
  }

  private AnalyzerConfig config(String servers, Topics topics) {
    return AnalyzerSettings.config(servers)
        .topicPrefix(topics.prefix())
        .applicationId(topics.prefix())
        .partitions(PARTITIONS)
        .series(AnalyzerSettings.policy().withMaxSeries(RECORDS))
        .stateDir(dir.resolve(topics.prefix()))
        .build();
  }

  private static void assertAlive(Analyzer analyzer) {
    assertThat(analyzer.failure()).as("failure of the analyzer").isEmpty();
  }

  /** The runs with an estimate, and those that are saved: not every good record closes a pane. */
  private static Set<String> counted(String servers, Results results) {
    Set<String> runs = new HashSet<>();
    results.estimates().values().stream()
        .flatMap(List::stream)
        .map(TailEstimate::getRun)
        .forEach(runs::add);
    int estimated = runs.size();
    for (var saved :
        Committed.records(
            servers, TOPICS.prefix() + "-series-changelog", new ByteArrayDeserializer())) {
      runs.add(SeriesKey.parse(saved.key()).run());
    }
    System.out.printf(
        "%d runs have an estimate, %d more are known%n", estimated, runs.size() - estimated);
    return runs;
  }

  private static void assertEveryVectorIsAccountedFor(FuzzLoad load, String metrics) {
    for (FuzzSeries series : load.underFire()) {
      String labels = "run=\"%s\",series=\"%s\"} ".formatted(series.run(), series.series());
      double samples = value(metrics, "tailwatch_samples_total{observable=\"norm\"," + labels);
      double late = value(metrics, "tailwatch_late_steps_total{" + labels);
      assertThat(samples + late)
          .as("%s samples and %s late steps of %s", samples, late, labels)
          .isEqualTo(series.vectors());
    }
  }

  private static double value(String metrics, String labelled) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(labelled))
        .mapToDouble(line -> Double.parseDouble(line.substring(labelled.length())))
        .findFirst()
        .orElse(0);
  }

  /** Whatever the names were. */
  private void assertReadable(Analyzer analyzer, String metrics, Letters letters) throws Exception {
    assertThat(metrics.lines().filter(line -> !line.startsWith("#") && !line.matches(SAMPLE)))
        .as("lines of /metrics that cannot be read")
        .isEmpty();
    assertThat(value(metrics, "tailwatch_dead_letters_total ")).isEqualTo(letters.count());
    assertThat(new ObjectMapper().readTree(get(analyzer.url() + "/api/v1/runs"))).isNotEmpty();
  }

  private String get(String url) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** The estimates of the clean series are those of an analyzer that has read only them. */
  private void assertUntouched(Admin admin, String servers, Results fuzzed) throws Exception {
    try (Analyzer analyzer = Analyzer.start(config(servers, CLEAN))) {
      new Drain(admin, servers, LIMIT)
          .await(CLEAN.prefix(), CLEAN, CLEAN, () -> assertAlive(analyzer));
      Results clean = Results.read(servers, CLEAN.prefix(), CLEAN);
      System.out.printf(
          "%d estimates of clean series, %d with a reading%n",
          clean.estimateCount(), clean.readingCount());
      fuzzed.of(clean.estimates().keySet()).assertSameAs(clean);
      assertThat(clean.readingCount()).isPositive();
    }
  }
}
