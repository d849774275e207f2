// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import io.tailwatch.app.bench.live.AnalyzerHost;
import io.tailwatch.app.bench.live.HostTask;
import io.tailwatch.app.bench.live.LiveFeed;
import io.tailwatch.app.bench.live.Usage;
import io.tailwatch.app.bench.load.LoadTopic;
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
 * An analyzer works off a backlog, which warms it. Then it is fed, while its metrics are read all
 * the time: first as much as it takes, which is its full rate, then a share of that.
 */
final class LatencyBench {
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(10);
  private static final Duration LAST_VALUES_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final long SCRAPE_PAUSE_MILLIS = 100;
  private static final long TICK_MILLIS = 5;
  private static final String PREFIX = "latency";

  /** Half a second of work or so. */
  private static final long AHEAD = 5_000;

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
        progress.accept("warming up on a backlog");
        analyzer.await(plan.load().records(), plan.load().closedPanes(), CATCH_UP_LIMIT);
        try (var scraper = new Scraper(analyzer.url(), watch, SCRAPE_PAUSE_MILLIS)) {
          // What is on the page now is seen first: only what comes later is new.
          while (scraper.scrapes() < 2) {
            Thread.sleep(LOOK.toMillis());
          }
          progress.accept("full rate");
          double fullRate = fullRate(analyzer, feed);
          awaitAllSeen();
          // Of two estimates within one look at the page only one was seen.
          watch.giveUp();
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

  /**
   * What it keeps up with while it is fed and asked on the same machine: never more than {@value
   * #AHEAD} records wait for it.
   */
  private double fullRate(AnalyzerHost analyzer, LiveFeed feed) throws InterruptedException {
    long end = System.nanoTime() + plan.fullLoad().toNanos();
    long warm = System.nanoTime() + plan.fullLoad().toNanos() / 2;
    Usage from = null;
    Usage now = analyzer.usage();
    while (System.nanoTime() < end) {
      feed.sendUpTo(now.records() + AHEAD, this::closes);
      Thread.sleep(TICK_MILLIS);
      now = analyzer.usage();
      if (from == null && System.nanoTime() >= warm) {
        from = now;
      }
    }
    if (from == null) {
      throw new IllegalStateException("the machine is too busy to measure a full rate");
    }
    return now.recordsPerSecondSince(from);
  }

  private LatencyResult feed(AnalyzerHost analyzer, LiveFeed feed, Scraper scraper, double fullRate)
      throws InterruptedException {
    double rate = plan.share() * fullRate;
    progress.accept("feeding %,.0f records a second".formatted(rate));
    feed.run(rate, plan.settle(), this::closes);
    watch.countFrom(System.nanoTime());
    Usage before = analyzer.usage();
    int scrapesBefore = scraper.scrapes();
    long sent = feed.run(rate, plan.duration(), this::closes);
    Usage after = analyzer.usage();
    int scrapes = scraper.scrapes() - scrapesBefore;
    awaitAllSeen();
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

  /** Until each closed pane has its estimate on the page; some may never have been seen. */
  private void awaitAllSeen() throws InterruptedException {
    long deadline = System.nanoTime() + LAST_VALUES_LIMIT.toNanos();
    while (watch.waiting() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
    }
  }

  private void closes(int series, long nanoTime) {
    watch.closes(plan.load().key(series).series(), nanoTime);
  }
}
