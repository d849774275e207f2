// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.process;

import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The embedded broker in a process of its own. */
public final class BenchBroker implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** What is measured must stay until it is deleted, and then go at once. */
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "log.retention.bytes", "-1",
          "log.segment.delete.delay.ms", "1000",
          // A changelog that is compacted meanwhile would seem to grow by less than was written.
          "log.cleaner.min.compaction.lag.ms", Long.toString(TimeUnit.DAYS.toMillis(1)),
          // Both threads join before tasks are given out, so that none moves while it is measured.
          "group.initial.rebalance.delay.ms", "500");

  private final ChildJvm process;
  private final String bootstrapServers;

  private BenchBroker(ChildJvm process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker on a free port, with its data in the directory. */
  public static BenchBroker start(Path directory) throws IOException, InterruptedException {
    ChildJvm process = ChildJvm.start("broker", BenchBroker.class, directory);
    try {
      process.send(directory.resolve("kafka").toString());
      return new BenchBroker(process, process.receive(START_LIMIT));
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** What clients connect to. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    process.close();
  }

  /** The process: reads the directory, answers with the address, and ends with its input. */
  public static void main(String[] args) throws IOException {
    var in =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(System.in, java.nio.charset.StandardCharsets.UTF_8));
    var options = new BrokerOptions(0, Optional.of(Path.of(in.readLine())), OVERRIDES);
    try (var broker = EmbeddedBroker.start(options)) {
      System.out.println(broker.bootstrapServers());
      while (in.readLine() != null) {
        // Nothing more is asked of it.
      }
    }
  }
}
