// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** An analyzer in a process of its own on a broker in this one, and what it takes. */
final class SoakRun implements AutoCloseable {
  static final Topics TOPICS = Topics.defaults();
  static final int PARTITIONS = TestSize.of(2, 4);
  static final String APPLICATION = "tailwatch";
  private static final Duration PATIENCE = Duration.ofMinutes(TestSize.of(2, 10));
  private static final double MEGABYTE = 1 << 20;

  private final Path stateDir;
  private final EmbeddedBroker broker = EmbeddedBroker.start();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  private final HttpClient http = HttpClient.newHttpClient();
  private final Child analyzer;
  private final StoreSizes stores;

  /**
   * Starts all.
   *
   * @param expireEnded as given to {@code --expire-ended}
   * @param expireIdle as given to {@code --expire-idle}
   */
  SoakRun(Path dir, String expireEnded, String expireIdle) throws Exception {
    stateDir = dir.resolve("state");
    TopicCreator.ensure(admin, TOPICS, PARTITIONS, (short) 1, PATIENCE);
    List<String> arguments = AnalyzerSettings.arguments(broker.bootstrapServers(), Map.of());
    arguments.addAll(
        List.of(
            "--partitions",
            Integer.toString(PARTITIONS),
            "--state-dir",
            stateDir.toString(),
            "--expire-ended",
            expireEnded,
            "--expire-idle",
            expireIdle));
    analyzer = Child.start(dir, "analyzer", List.of("-Xmx512m", "-XX:+UseSerialGC"), arguments);
    try {
      new Group(admin, APPLICATION).awaitMembers(1, PATIENCE, this::assertAlive);
      stores = new StoreSizes(broker.bootstrapServers(), APPLICATION);
    } catch (Exception | Error e) {
      analyzer.close();
      throw e;
    }
  }

  Admin admin() {
    return admin;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  StoreSizes stores() {
    return stores;
  }

  void assertAlive() {
    if (!analyzer.isAlive()) {
      throw new AssertionError("the analyzer has ended by itself:\n" + analyzer.tail());
    }
  }

  void awaitDrained() throws Exception {
    new Drain(admin, bootstrapServers(), PATIENCE)
        .await(APPLICATION, TOPICS, TOPICS, this::assertAlive);
  }

  /** What the analyzer takes now; it collects its garbage first. */
  SoakSample sample(double minutes, int runs, long batches) throws Exception {
    collectGarbage();
    String metrics = metrics();
    return new SoakSample(
        minutes,
        sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") / MEGABYTE,
        stores.entries(),
        stores.bytes() / MEGABYTE,
        diskBytes() / MEGABYTE,
        metrics.lines().filter(line -> line.startsWith("tailwatch_")).count(),
        sum(metrics, "jvm_threads_live_threads"),
        sum(metrics, "tailwatch_series "),
        runs,
        batches);
  }

  /** Base of its HTTP API. */
  String url() throws InterruptedException {
    return analyzer.firstLine(PATIENCE);
  }

  /** The sum of its lines on /metrics that begin like this. */
  double metric(String prefix) throws Exception {
    return sum(metrics(), prefix);
  }

  /** Its lines on /metrics that are about a run. */
  List<String> metersOfRuns() throws Exception {
    return metrics().lines().filter(line -> line.contains("run=\"")).toList();
  }

  private void collectGarbage() throws Exception {
    Process collect =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(analyzer.pid()),
                "GC.run")
            .redirectErrorStream(true)
            .start();
    String said = new String(collect.getInputStream().readAllBytes());
    if (collect.waitFor() != 0) {
      throw new AssertionError("jcmd GC.run: " + said);
    }
  }

  private String metrics() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url() + "/metrics")).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static double sum(String metrics, String prefix) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private long diskBytes() throws IOException {
    try (Stream<Path> files = Files.walk(stateDir)) {
      return files.mapToLong(SoakRun::size).sum();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        // A file that was compacted away meanwhile.
        return diskBytes();
      }
      throw e;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    stores.close();
    analyzer.close();
    admin.close(Duration.ofSeconds(1));
    broker.close();
  }
}
