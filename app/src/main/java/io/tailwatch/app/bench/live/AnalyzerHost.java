// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.bench.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** An analyzer in a process of its own. Not thread-safe. */
public final class AnalyzerHost implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final ChildJvm process;
  private final String url;

  private AnalyzerHost(ChildJvm process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one; returns when its streams run. */
  public static AnalyzerHost start(HostTask task, Path directory)
      throws IOException, InterruptedException {
    ChildJvm process = ChildJvm.start("analyzer", HostWorker.class, directory);
    try {
      process.send(JSON.writeValueAsString(task));
      return new AnalyzerHost(process, process.receive(START_LIMIT));
    } catch (RuntimeException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /** Base URL of its HTTP API. */
  public String url() {
    return url;
  }

  /** What it uses now. */
  public Usage usage() throws InterruptedException {
    return ask(HostWorker.LOOK);
  }

  /** What it uses after a full collection. */
  public Usage usageAfterCollection() throws InterruptedException {
    return ask(HostWorker.COLLECT);
  }

  private Usage ask(String question) throws InterruptedException {
    process.send(question);
    try {
      return JSON.readValue(process.receive(ANSWER_LIMIT), Usage.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the process of the analyzer does not speak our JSON", e);
    }
  }

  /**
   * Waits until both stages have taken so many records and panes.
   *
   * @throws IllegalStateException when they have not within the limit
   */
  public Usage await(long records, long panes, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Usage usage = usage();
    while (usage.records() < records || usage.panes() < panes) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the analyzer took %d of %d records and %d of %d panes in %d s"
                .formatted(usage.records(), records, usage.panes(), panes, limit.toSeconds()));
      }
      Thread.sleep(LOOK.toMillis());
      usage = usage();
    }
    return usage;
  }

  @Override
  public void close() {
    process.close();
  }
}
