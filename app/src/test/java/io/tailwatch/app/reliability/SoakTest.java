// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs come and go at full speed: what the analyzer takes stays where it is, and when the last run
 * has gone nothing of any is left. Some seconds here; {@code -Dtailwatch.tests=full} takes 30
 * minutes and at least 5,000 runs, looks at the trend, and draws it ({@code -Dtailwatch.docs=DIR}).
 */
@ExtendWith(PrintTime.class)
@Timeout(7200)
class SoakTest {
  private static final Duration DURATION = Duration.ofSeconds(TestSize.of(8, 1800));
  private static final Duration WARM_UP = Duration.ofMinutes(6);
  private static final Duration BETWEEN = Duration.ofSeconds(TestSize.of(3, 15));
  private static final int AT_A_TIME = TestSize.of(10, 60);
  private static final int RUNS = TestSize.of(40, 5000);

  /** 20 % more runs than there must be. */
  private static final Duration LIFE = DURATION.multipliedBy(AT_A_TIME).dividedBy(RUNS * 6L / 5);

  private static final String EXPIRE_ENDED = TestSize.FULL ? "20s" : "1s";
  private static final String EXPIRE_IDLE = TestSize.FULL ? "40s" : "2s";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long SEED = 20_240_616L;

  @TempDir private Path dir;

  @Test
  void nothingGrowsWhileRunsComeAndGo() throws Exception {
    var load = new SoakLoad(SEED, AT_A_TIME, LIFE);
    List<SoakSample> samples = new ArrayList<>();
    try (var run = new SoakRun(dir, EXPIRE_ENDED, EXPIRE_IDLE);
        var sender =
            new PacedSender(
                run.admin(),
                run.bootstrapServers(),
                SoakRun.APPLICATION,
                SoakRun.TOPICS.iterates(),
                2000)) {
      long start = System.nanoTime();
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> send(load, sender, run, start + DURATION.toNanos()));
      while (!sending.isDone()) {
        try {
          sending.get(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          samples.add(run.sample((System.nanoTime() - start) / 60e9, load.runs(), sender.sent()));
          if (TestSize.FULL) {
            System.out.println(samples.get(samples.size() - 1));
          }
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "soak: %d runs, %,d batches in %.0f s, %,.0f a second%n",
          load.runs(), sender.finish(), seconds, sender.finish() / seconds);
      run.awaitDrained();
      assertThat(load.runs()).isGreaterThanOrEqualTo(RUNS);
      assertNothingIsLeft(run);
    }
    if (TestSize.FULL) {
      assertFlat(samples);
    }
  }

  private static void send(SoakLoad load, PacedSender sender, SoakRun run, long until) {
    try {
      // On a busy machine until there were enough runs.
      load.send(sender, () -> System.nanoTime() < until || load.runs() < RUNS, run::assertAlive);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Once all are forgotten. */
  private static void assertNothingIsLeft(SoakRun run) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (run.stores().entries() > 0 || !run.metersOfRuns().isEmpty()) {
      run.assertAlive();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "left in the stores: %s; meters: %s"
                .formatted(
                    run.stores().entriesByStore(), run.metersOfRuns().stream().limit(10).toList()));
      }
      Thread.sleep(200);
    }
  }

  private static void assertFlat(List<SoakSample> samples) throws Exception {
    Path out = Path.of(System.getProperty("tailwatch.docs", Path.of("target", "soak").toString()));
    Files.createDirectories(out);
    Files.writeString(
        out.resolve("soak.csv"),
        SoakSample.header() + "\n" + String.join("\n", lines(samples)) + "\n");
    double warm = WARM_UP.toSeconds() / 60.0;
    Files.writeString(out.resolve("soak.svg"), SoakPlot.of(samples, warm));
    List<SoakSample> after = samples.stream().filter(s -> s.minutes() >= warm).toList();
    List<SoakTrend> trends =
        SoakSample.BOUNDED.stream().map(quantity -> SoakTrend.of(quantity, after)).toList();
    System.out.println(SoakTrend.header());
    trends.forEach(System.out::println);
    System.out.printf(Locale.ROOT, "soak: plot in %s%n", out.toAbsolutePath());
    assertThat(trends).allMatch(SoakTrend::isFlat);
  }

  private static List<String> lines(List<SoakSample> samples) {
    return samples.stream().map(SoakSample::toString).toList();
  }
}
