// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import io.tailwatch.app.bench.live.AnalyzerHost;
import io.tailwatch.app.bench.live.HostTask;
import io.tailwatch.app.bench.live.LiveFeed;
import io.tailwatch.app.bench.live.Usage;
import io.tailwatch.app.bench.load.LoadTopic;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.load.WorkloadBatches;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.app.bench.process.BenchBroker;
import io.tailwatch.app.resource.TemporaryDirectory;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * For each shape: an analyzer by itself, then with full windows, then at each rate of batches.
 * Every shape has a broker of its own, so that none pays for the files of another.
 */
final class SizingBench {
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(15);
  private static final Duration CREATE_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final String PREFIX = "sizing";

  private final SizingPlan plan;
  private final Consumer<String> progress;

  SizingBench(SizingPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  List<ShapeResult> run() throws Exception {
    List<ShapeResult> results = new ArrayList<>();
    for (Shape shape : plan.shapes()) {
      try (var directory = TemporaryDirectory.create("tailwatch-bench-");
          var broker = BenchBroker.start(directory.path());
          var admin =
              Admin.create(
                  Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
        results.add(measure(shape, directory.path(), broker.bootstrapServers(), admin));
      }
    }
    return results;
  }

  private ShapeResult measure(Shape shape, Path directory, String bootstrapServers, Admin admin)
      throws Exception {
    Workload load = shape.load(plan.series());
    var batches = new WorkloadBatches(load);
    var topics = new Topics(PREFIX);
    TopicCreator.ensure(admin, topics, load.partitions(), (short) 1, CREATE_LIMIT);
    Path state = directory.resolve("state");
    var task =
        new HostTask(
            bootstrapServers, PREFIX, Variant.EXACTLY_ONCE, 1, load.partitions(), state.toString());
    try (var analyzer = AnalyzerHost.start(task, directory)) {
      Usage idle = analyzer.usageAfterCollection();
      progress.accept(shape.title() + ": filling the windows");
      LoadTopic.fill(admin, bootstrapServers, PREFIX, load, batches);
      analyzer.await(load.records(), load.closedPanes(), CATCH_UP_LIMIT);
      Usage full = analyzer.usageAfterCollection();
      Usage before = analyzer.usage();
      Thread.sleep(SETTLE.toMillis());
      double idleCores = analyzer.usage().coresSince(before);
      long stateBytes = DiskUse.files(state);
      long changelogBytes = DiskUse.changelogs(admin, PREFIX);
      List<ShapeResult.Rate> rates = new ArrayList<>();
      try (var feed = new LiveFeed(bootstrapServers, topics.iterates(), load, batches)) {
        for (int rate : plan.rates()) {
          progress.accept(shape.title() + ": " + rate + " batches a second");
          rates.add(rate(rate, analyzer, feed, admin));
        }
      }
      return new ShapeResult(
          shape,
          plan.series(),
          idle.heapBytes(),
          full.heapBytes(),
          idleCores,
          stateBytes,
          changelogBytes,
          rates);
    }
  }

  private ShapeResult.Rate rate(int rate, AnalyzerHost analyzer, LiveFeed feed, Admin admin)
      throws Exception {
    double recordsPerSecond = (double) rate * plan.series();
    feed.run(recordsPerSecond, SETTLE, (series, nanoTime) -> {});
    Usage before = analyzer.usage();
    long changelogBefore = DiskUse.changelogs(admin, PREFIX);
    long sent = feed.run(recordsPerSecond, plan.duration(), (series, nanoTime) -> {});
    Usage after = analyzer.usage();
    long changelogAfter = DiskUse.changelogs(admin, PREFIX);
    double seconds = (after.wallNanos() - before.wallNanos()) / 1e9;
    return new ShapeResult.Rate(
        rate,
        sent / seconds / plan.series(),
        after.coresSince(before),
        (changelogAfter - changelogBefore) / seconds);
  }
}
