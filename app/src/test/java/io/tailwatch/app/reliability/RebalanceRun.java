// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Analyzers in this process that join and leave while events flow. */
final class RebalanceRun implements AutoCloseable {
  static final Topics TOPICS = Topics.defaults();
  static final int PARTITIONS = TestSize.of(2, 4);
  static final String APPLICATION = "tailwatch";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Path dir;
  private final EmbeddedBroker broker = EmbeddedBroker.start();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  private final Group group = new Group(admin, APPLICATION);
  private final HttpClient http = HttpClient.newHttpClient();

  /** The oldest first. */
  private final Deque<Analyzer> analyzers = new ArrayDeque<>();

  private int started;

  RebalanceRun(Path dir) {
    this.dir = dir;
    TopicCreator.ensure(admin, TOPICS, PARTITIONS, (short) 1, PATIENCE);
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  Admin admin() {
    return admin;
  }

  /** One more joins; returns when each has work, and each series is shown by exactly one. */
  void join(int series) throws Exception {
    analyzers.add(
        Analyzer.start(
            AnalyzerSettings.config(bootstrapServers())
                .applicationId(APPLICATION)
                .partitions(PARTITIONS)
                .stateDir(dir.resolve("state-" + ++started))
                .build()));
    group.awaitMembers(analyzers.size(), PATIENCE, this::assertAlive);
    awaitEachShownOnce(series);
  }

  /** The oldest or the newest leaves; what it had goes on. */
  void leave(boolean oldest, int series) throws Exception {
    Analyzer leaving = oldest ? analyzers.removeFirst() : analyzers.removeLast();
    assertThat(leaving.close(Duration.ofSeconds(30))).as("closed in time").isTrue();
    assertThat(leaving.failure()).isEmpty();
    group.awaitMembers(analyzers.size(), PATIENCE, this::assertAlive);
    awaitEachShownOnce(series);
  }

  private void awaitEachShownOnce(int series) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      assertAlive();
      int shown = 0;
      Set<String> all = new TreeSet<>();
      for (Analyzer analyzer : analyzers) {
        Set<String> its = seriesShown(analyzer);
        shown += its.size();
        all.addAll(its);
      }
      if (all.size() == series && shown == series) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%d analyzers show %d series, %d distinct ones; there are %d"
                .formatted(analyzers.size(), shown, all.size(), series));
      }
      Thread.sleep(50);
    }
  }

  /** The labels run and series of the estimates in its metrics. */
  private Set<String> seriesShown(Analyzer analyzer) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(analyzer.url() + "/metrics")).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("tailwatch_hill_reading{"))
        .map(line -> line.substring(line.indexOf("run="), line.indexOf('}')))
        .collect(Collectors.toSet());
  }

  private void assertAlive() {
    for (Analyzer analyzer : analyzers) {
      assertThat(analyzer.failure()).as("failure of an analyzer").isEmpty();
    }
    assertThat(broker.failure()).as("failure of the broker").isEmpty();
  }

  void awaitDrained() throws Exception {
    new Drain(admin, bootstrapServers(), PATIENCE)
        .await(APPLICATION, TOPICS, TOPICS, this::assertAlive);
  }

  @Override
  public void close() {
    analyzers.forEach(Analyzer::close);
    admin.close(Duration.ofSeconds(1));
    broker.close();
  }
}
