// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import io.tailwatch.app.bench.live.AnalyzerHost;
import io.tailwatch.app.bench.live.HostTask;
import io.tailwatch.app.bench.live.LiveFeed;
import io.tailwatch.app.bench.live.Usage;
import io.tailwatch.app.bench.load.LoadTopic;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.load.WorkloadBatches;
import io.tailwatch.app.bench.process.BenchBroker;
import io.tailwatch.app.resource.TemporaryDirectory;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * An analyzer works off a backlog, which warms it and shows its full rate; then it is fed at a
 * share of that rate, while its metrics are read all the time.
 */
final class LatencyBench {
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(10);
  private static final Duration LAST_VALUES_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final long SCRAPE_PAUSE_MILLIS = 20;
  private static final String PREFIX = "latency";

  /** The full rate is taken from this share of the backlog on, when the analyzer is warm. */
  private static final double WARM_FROM = 0.5;

  private final LatencyPlan plan;
  private final Consumer<String> progress;
  private final PaneWatch watch = new PaneWatch();

  LatencyBench(LatencyPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  LatencyResult run() throws Exception {
    var batches = new WorkloadBatches(plan.load());
    try (var directory = TemporaryDirectory.create("tailwatch-bench-");
        var broker = BenchBroker.start(directory.path());
        var admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      progress.accept("filling the topic");
      LoadTopic.fill(admin, broker.bootstrapServers(), PREFIX, plan.load(), batches);
      try (var analyzer =
              AnalyzerHost.start(
                  task(broker.bootstrapServers(), directory.path()), directory.path());
          var feed =
              new LiveFeed(
                  broker.bootstrapServers(), new Topics(PREFIX).iterates(), plan.load(), batches)) {
        progress.accept("full rate");
        double fullRate = fullRate(analyzer);
        try (var scraper = new Scraper(analyzer.url(), watch, SCRAPE_PAUSE_MILLIS)) {
          return feed(analyzer, feed, scraper, fullRate);
        }
      }
    }
  }

  private HostTask task(String bootstrapServers, Path directory) {
    return new HostTask(
        bootstrapServers,
        PREFIX,
        plan.variant(),
        1,
        plan.load().partitions(),
        directory.resolve("state").toString());
  }

  private double fullRate(AnalyzerHost analyzer) throws InterruptedException {
    Workload load = plan.load();
    Usage warm = analyzer.await((long) (WARM_FROM * load.records()), 0, CATCH_UP_LIMIT);
    Usage last = warm;
    Usage now = warm;
    // The last look before the end: after it the analyzer is idle.
    while (now.records() < load.records()) {
      last = now;
      Thread.sleep(LOOK.toMillis());
      now = analyzer.usage();
    }
    analyzer.await(load.records(), load.closedPanes(), CATCH_UP_LIMIT);
    if (last.records() == warm.records()) {
      throw new IllegalStateException(
          "the backlog of %d records was gone before its rate was seen: more are needed"
              .formatted(load.records()));
    }
    return last.recordsPerSecondSince(warm);
  }

  private LatencyResult feed(AnalyzerHost analyzer, LiveFeed feed, Scraper scraper, double fullRate)
      throws InterruptedException {
    double rate = plan.share() * fullRate;
    // What is on the page now is seen first: only what comes later is new.
    while (scraper.scrapes() < 2) {
      Thread.sleep(LOOK.toMillis());
    }
    progress.accept("feeding %,.0f records a second".formatted(rate));
    feed.run(rate, plan.settle(), this::closes);
    watch.countFrom(System.nanoTime());
    Usage before = analyzer.usage();
    int scrapesBefore = scraper.scrapes();
    long sent = feed.run(rate, plan.duration(), this::closes);
    Usage after = analyzer.usage();
    int scrapes = scraper.scrapes() - scrapesBefore;
    long deadline = System.nanoTime() + LAST_VALUES_LIMIT.toNanos();
    while (watch.waiting() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
    }
    double seconds = (after.wallNanos() - before.wallNanos()) / 1e9;
    List<Double> delays = new ArrayList<>(watch.delays());
    Collections.sort(delays);
    return new LatencyResult(
        plan,
        fullRate,
        sent / seconds,
        after.coresSince(before),
        seconds / Math.max(1, scrapes),
        watch.waiting(),
        delays);
  }

  private void closes(int series, long nanoTime) {
    watch.closes(plan.load().key(series).series(), nanoTime);
  }
}
