// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The analyzer, a process of its own, is told to stop while events flow: it closes cleanly within
 * the limit, leaves no transaction open, and its successor goes on where it was. Afterwards all
 * results are the same bits as those of an analyzer that was never stopped.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(900)
class ShutdownTest {
  private static final Topics TOPICS = Topics.defaults();
  private static final String APPLICATION = "tailwatch";
  private static final int PARTITIONS = 4;
  private static final long SEED = 20_240_617L;
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  /** What a container is given by default before it is killed. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  @TempDir private Path dir;

  @Test
  void aStopUnderLoadIsCleanAndChangesNoBit() throws Exception {
    var random = new Random(SEED);
    try (var broker = EmbeddedBroker.start();
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      TopicCreator.ensure(admin, TOPICS, PARTITIONS, (short) 1, PATIENCE);
      try (var feeder =
          new Feeder(broker.bootstrapServers(), TOPICS.iterates(), 8, SEED, TestSize.of(40, 5))) {
        for (int i = 0; i < TestSize.of(3, 10); i++) {
          try (var analyzer = start(broker, "analyzer-" + i)) {
            awaitProgress(admin, analyzer);
            Thread.sleep(random.nextInt(2000));
            long begun = System.nanoTime();
            assertThat(analyzer.terminate(GRACE)).as(analyzer.tail()).isZero();
            System.out.printf("stopped after %.1f s%n", (System.nanoTime() - begun) / 1e9);
            assertThat(analyzer.tail().lines().toList())
                .last()
                .isEqualTo("tailwatch: analyzer stopped cleanly");
            assertNothingIsOpen(admin);
          }
        }
        feeder.finish();
        try (var last = start(broker, "last")) {
          new Drain(admin, broker.bootstrapServers(), PATIENCE)
              .await(
                  APPLICATION,
                  TOPICS,
                  TOPICS,
                  () -> assertThat(last.isAlive()).as(last.tail()).isTrue());
          assertThat(last.terminate(GRACE)).as(last.tail()).isZero();
        }
        Results stopped = Results.read(broker.bootstrapServers(), APPLICATION, TOPICS);
        Results never =
            Reference.results(
                admin, broker.bootstrapServers(), PARTITIONS, 1, dir.resolve("undisturbed"));
        System.out.printf(
            "shutdown: %d batches sent; %d estimates and %d alerts against %d and %d of one that"
                + " was never stopped%n",
            feeder.sent(),
            stopped.estimateCount(),
            stopped.alertCount(),
            never.estimateCount(),
            never.alertCount());
        stopped.assertSameAs(never);
        assertThat(stopped.readingCount()).isPositive();
      }
    }
  }

  private Child start(EmbeddedBroker broker, String name) {
    List<String> arguments = AnalyzerSettings.arguments(broker.bootstrapServers(), Map.of());
    arguments.addAll(
        List.of(
            "--partitions",
            Integer.toString(PARTITIONS),
            "--state-dir",
            dir.resolve("state").toString()));
    return Child.start(dir, name, arguments);
  }

  private static void awaitProgress(Admin admin, Child analyzer) throws Exception {
    long before = read(admin);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (read(admin) <= before) {
      assertThat(analyzer.isAlive()).as(analyzer.tail()).isTrue();
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no progress; the analyzer says:\n" + analyzer.tail());
      }
      Thread.sleep(100);
    }
  }

  private static long read(Admin admin) throws Exception {
    return Committed.offsets(admin, APPLICATION, TOPICS.iterates()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static void assertNothingIsOpen(Admin admin) throws Exception {
    for (String topic : List.of(TOPICS.estimates(), TOPICS.alerts(), TOPICS.deadLetters())) {
      assertThat(Committed.isSettled(admin, topic)).as("no open transaction on " + topic).isTrue();
    }
  }
}
