// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker and an analyzer in processes of their own, killed in turn and started again. The order
 * of the kills and the pauses before them come from a seed; which record is in hand does not.
 */
final class CrashRun implements AutoCloseable {
  static final Topics TOPICS = Topics.defaults();
  static final int PARTITIONS = TestSize.of(2, 4);
  static final String APPLICATION = "tailwatch";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int MAX_PAUSE_MILLIS = 2500;

  private final Path dir;
  private final Random random;
  private Child broker;
  private Child analyzer;
  private String bootstrapServers;
  private Admin admin;
  private int children;
  private int analyzerKills;
  private int earlyKills;
  private int brokerKills;
  private int exits;

  CrashRun(Path dir, long seed) throws InterruptedException {
    this.dir = dir;
    this.random = new Random(seed);
    startBroker("0");
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin admin() {
    return admin;
  }

  private void startBroker(String port) throws InterruptedException {
    broker =
        Child.start(
            dir,
            "broker-" + ++children,
            List.of("broker", "--port", port, "--data-dir", dir.resolve("data").toString()));
    bootstrapServers = broker.firstLine(PATIENCE);
  }

  void startAnalyzer() {
    // The broker's least: a member that was killed is missed sooner.
    List<String> arguments =
        AnalyzerSettings.arguments(
            bootstrapServers,
            Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "1000"));
    arguments.addAll(
        List.of(
            "--partitions",
            Integer.toString(PARTITIONS),
            "--state-dir",
            dir.resolve("state").toString(),
            // What is shown is to be compared with the lasting estimates.
            "--provisional-after",
            "1h"));
    analyzer = Child.start(dir, "analyzer-" + ++children, arguments);
  }

  /** Kills the analyzer and the broker so many times each, in random order. */
  void disturb(int killsOfAnalyzer, int killsOfBroker) throws Exception {
    List<Boolean> order = new ArrayList<>(Collections.nCopies(killsOfAnalyzer, false));
    order.addAll(Collections.nCopies(killsOfBroker, true));
    Collections.shuffle(order, random);
    for (boolean ofBroker : order) {
      // One in five dies while it starts, restores or joins; the others after some progress.
      if (!ofBroker && analyzerKills > 0 && random.nextInt(5) == 0) {
        earlyKills++;
      } else {
        awaitProgress();
      }
      Thread.sleep(random.nextInt(MAX_PAUSE_MILLIS));
      if (ofBroker) {
        broker.kill();
        brokerKills++;
        Thread.sleep(random.nextInt(MAX_PAUSE_MILLIS));
        startBroker(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
      } else {
        killAnalyzer();
        startAnalyzer();
      }
    }
  }

  void killAnalyzer() {
    analyzer.kill();
    analyzerKills++;
  }

  /** Where the HTTP API of the analyzer is. */
  String url() throws InterruptedException {
    return analyzer.firstLine(PATIENCE);
  }

  /** Waits until the analyzer has committed more than it had; starts it again if it has ended. */
  private void awaitProgress() throws Exception {
    long before = read();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (read() <= before) {
      revive();
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no progress; the analyzer says:\n" + analyzer.tail());
      }
      Thread.sleep(200);
    }
  }

  private void revive() {
    if (!analyzer.isAlive()) {
      exits++;
      startAnalyzer();
    }
  }

  private long read() throws Exception {
    try {
      return Committed.offsets(admin, APPLICATION, TOPICS.iterates()).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    } catch (ExecutionException | TimeoutException e) {
      // The broker is away.
      return 0;
    }
  }

  /** Waits until the analyzer has read all iterates and published all that follows. */
  void awaitDrained() throws Exception {
    new Drain(admin, bootstrapServers, PATIENCE).await(APPLICATION, TOPICS, TOPICS, this::revive);
  }

  @Override
  public String toString() {
    return "analyzer killed %d times (%d of them before it had made progress), broker %d times; the"
            .formatted(analyzerKills, earlyKills, brokerKills)
        + " analyzer ended %d times by itself".formatted(exits);
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
    if (analyzer != null) {
      analyzer.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
