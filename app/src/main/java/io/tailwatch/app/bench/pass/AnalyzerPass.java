// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.tailwatch.analyzer.Analyzer;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.app.resource.TemporaryDirectory;
import java.io.IOException;
import java.time.Duration;

/**
 * The analyzer itself, as {@code tailwatch analyze} runs it. The clock starts when its first stage
 * has taken the lead of the topic and stops with the last record; what is in flight then (the last
 * panes) is waited for, so that every estimate is on its topic.
 */
final class AnalyzerPass {
  private static final long LOOK_MILLIS = 4;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final PassTask task;
  private final ProcessClock clock = new ProcessClock();
  private final long deadline;

  AnalyzerPass(PassTask task) {
    this.task = task;
    this.deadline = System.nanoTime() + Duration.ofSeconds(task.limitSeconds()).toNanos();
  }

  /** Runs an analyzer until it has read the topic. */
  PassResult run() throws IOException, InterruptedException {
    try (var state = TemporaryDirectory.create("tailwatch-bench-");
        var analyzer = Analyzer.start(config(state))) {
      PassResult result = watch(analyzer);
      if (!analyzer.close(CLOSE_LIMIT)) {
        throw new IllegalStateException(
            "the analyzer did not close within " + CLOSE_LIMIT.toSeconds() + " s");
      }
      return result;
    }
  }

  private AnalyzerConfig config(TemporaryDirectory state) {
    return AnalyzerConfig.builder(task.bootstrapServers())
        .topicPrefix(task.topicPrefix())
        .outputPrefix(task.id())
        .applicationId(task.id())
        .stateDir(state.path())
        .port(0)
        .threads(task.threads())
        .partitions(task.load().partitions())
        .processingGuarantee(task.variant().guarantee())
        .build();
  }

  private PassResult watch(Analyzer analyzer) throws InterruptedException {
    int partitions = task.load().partitions();
    var iterates = new StreamsProgress(task.id(), "iterates", partitions);
    var parts = new StreamsProgress(task.id(), "pane-parts-repartition-source", partitions);
    long atStart = await(analyzer, iterates, task.load().leadRecords());
    clock.start();
    long total = await(analyzer, iterates, task.load().records());
    clock.stop();
    if (total < task.load().records()) {
      return PassResult.DISTURBED;
    }
    await(analyzer, parts, task.load().closedPanes());
    return clock.result(total - atStart, total, EstimateDigest.NONE);
  }

  /** Waits for so many records; fewer when a task has begun anew before. */
  private long await(Analyzer analyzer, StreamsProgress progress, long records)
      throws InterruptedException {
    long before = 0;
    long now = progress.records();
    while (now < records && now >= before) {
      if (analyzer.failure().isPresent()) {
        throw new IllegalStateException("the analyzer has failed", analyzer.failure().get());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the analyzer took %d of %d records in %d s"
                .formatted(now, records, task.limitSeconds()));
      }
      Thread.sleep(LOOK_MILLIS);
      before = now;
      now = progress.records();
    }
    return now;
  }
}
