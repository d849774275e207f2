// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.http.HttpApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers do not hold up estimates, nor what they hold grow: many clients of the stream, some of
 * them hardly reading, some lost without a word, and requests of all kinds come and go by turns
 * while runs go on. Some seconds here; {@code -Dtailwatch.tests=full} takes 200 clients and 50
 * requests a second for six minutes, and looks at delays and heap.
 */
@ExtendWith(PrintTime.class)
@Timeout(3600)
class ClientLoadTest {
  private static final int RUNS = TestSize.of(5, 20);
  private static final int SERIES = RUNS * SteadyRuns.OBSERVABLES;
  private static final int FAST = TestSize.of(27, 180);
  private static final int SLOW = TestSize.of(3, 20);
  private static final double LOSSES_PER_SECOND = TestSize.of(4, 2);
  private static final double REQUESTS_PER_SECOND = TestSize.of(20, 50);

  /** Times with clients; before each of them, and after the last, there is one without. */
  private static final int TIMES = TestSize.of(1, 7);

  private static final Duration WITH = Duration.ofSeconds(TestSize.of(4, 50));
  private static final Duration WITHOUT = Duration.ofSeconds(TestSize.of(2, 40));

  /** What is left out at the beginning of each. */
  private static final Duration SETTLING = Duration.ofSeconds(TestSize.of(1, 10));

  private static final Duration WARM_UP = Duration.ofSeconds(TestSize.of(1, 60));

  /** Fills the histories, so that they do not grow any more. */
  private static final int PANES_BEFORE = TestSize.of(40, 2_000);

  /** Median delay without clients to that with them. */
  private static final double LEAST_RATIO = 0.95;

  private static final double LEAST_ANSWERED = 0.95;

  /** New clients hear only what is new, and slow ones nearly nothing. */
  private static final double LEAST_HEARD = 0.8;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path dir;

  /** Delays in milliseconds, ascending, without and with clients. */
  private final List<double[]> without = new ArrayList<>();

  private final List<double[]> with = new ArrayList<>();
  private final List<SoakSample> busy = new ArrayList<>();
  private double threadsBefore;

  @Test
  void estimatesComeAsSoonWithManyClientsAndNothingIsLeftOfThem() throws Exception {
    try (var run = new SoakRun(dir, "24h", "24h");
        var runs = new SteadyRuns(run.bootstrapServers(), RUNS)) {
      runs.rush(PANES_BEFORE);
      run.awaitDrained();
      try (var delays = new EstimateDelays(run.bootstrapServers(), SoakRun.TOPICS.estimates())) {
        runs.start();
        await(run, "estimates of all", () -> delays.count() >= SERIES);
        Thread.sleep(WARM_UP.toMillis());
        threadsBefore = run.metric("jvm_threads_live_threads");
        for (int time = 0; time < TIMES; time++) {
          without.add(measure(delays, WITHOUT));
          withClients(run, delays);
          await(
              run,
              "the clients to be forgotten",
              () -> run.metric("tailwatch_stream_clients") == 0);
        }
        without.add(measure(delays, WITHOUT));
      }
    }
    if (TestSize.FULL) {
      report();
    }
    assertThat(busy)
        .as("threads with clients, of which streams have none, against %.0f before", threadsBefore)
        .allSatisfy(
            sample ->
                assertThat(sample.threads())
                    .isLessThanOrEqualTo(threadsBefore + HttpApi.MAX_THREADS));
    if (TestSize.FULL) {
      assertThat(median(without) / median(with)).as("ratio of delays").isGreaterThan(LEAST_RATIO);
      assertThat(heap()).as("growth of the heap with clients").matches(SoakTrend::isFlat);
    }
  }

  private void withClients(SoakRun run, EstimateDelays delays) throws Exception {
    try (var clients = new StreamClients(run.url(), FAST, SLOW, LOSSES_PER_SECOND)) {
      try (var requests = new SteadyRequests(run.url(), paths(), REQUESTS_PER_SECOND)) {
        with.add(measure(delays, WITH));
        requests.finish();
        System.out.printf("requests: %s%n", requests.summary());
        assertThat(requests.failures()).as("requests that failed").isEmpty();
        assertThat(requests.answered()).as("requests answered").isPositive();
        keepUp(requests.answered() - requests.putOff(), LEAST_ANSWERED * REQUESTS_PER_SECOND);
      }
      run.assertAlive();
      await(run, "all clients connected", () -> run.metric("tailwatch_stream_clients") >= FAST);
      keepUp(estimates(clients), LEAST_HEARD * FAST * SERIES * SteadyRuns.PANES_PER_SECOND);
      await(run, "estimates at the clients", () -> estimates(clients) > (long) FAST * SERIES);
      System.out.printf(
          "clients: %s connections, %s ended by the server; events %s%n",
          clients.statuses(), clients.letGo(), clients.events());
      assertThat(clients.statuses().keySet()).as("statuses of streams").containsExactly("200");
      busy.add(run.sample(busy.size(), RUNS, 0));
    }
  }

  /** That enough was done while clients were there; only where nothing else takes the machine. */
  private static void keepUp(long done, double perSecond) {
    if (TestSize.FULL) {
      assertThat((double) done).isGreaterThan(perSecond * WITH.toSeconds());
    }
  }

  private static long estimates(StreamClients clients) {
    return clients.events().getOrDefault("estimate", 0L);
  }

  private static double[] measure(EstimateDelays delays, Duration time)
      throws InterruptedException {
    Thread.sleep(SETTLING.toMillis());
    long from = System.currentTimeMillis();
    Thread.sleep(time.toMillis() - SETTLING.toMillis());
    return delays.between(from, System.currentTimeMillis() - SETTLING.toMillis() / 2);
  }

  /** All kinds of what can be asked. */
  private static List<String> paths() {
    List<String> paths = new ArrayList<>();
    IntStream.range(0, RUNS)
        .forEach(
            run -> {
              String path = "/api/v1/runs/" + SteadyRuns.name(run).replace(" ", "%20");
              String observable = SteadyRuns.observables().get(run % SteadyRuns.OBSERVABLES);
              String series = path + "/series/layer%2F1/" + observable;
              paths.addAll(
                  List.of(
                      "/",
                      "/api/v1",
                      "/api/v1/runs?sparkline=60",
                      "/api/v1/runs?limit=10",
                      path,
                      series,
                      series + "/history?limit=500",
                      series + "/history?limit=2000&format=csv",
                      series + "/hill",
                      series + "/ccdf",
                      series + "/qq",
                      series + "/hill?format=csv",
                      "/api/v1/alerts",
                      "/api/v1/openapi.json",
                      "/health/ready",
                      "/metrics"));
            });
    return paths;
  }

  private void report() {
    System.out.printf(
        Locale.ROOT,
        "delay of estimates, median of each time without clients: %s ms, with: %s ms%n",
        medians(without),
        medians(with));
    System.out.printf(
        Locale.ROOT,
        "delay of estimates without %d clients: median %.0f ms, 99 %% within %.0f ms; with them:"
            + " %.0f ms, %.0f ms; ratio of medians %.3f%n",
        FAST + SLOW,
        median(without),
        quantile(all(without), 0.99),
        median(with),
        quantile(all(with), 0.99),
        median(without) / median(with));
    System.out.printf(
        Locale.ROOT,
        "heap after collection with clients: %s MB; threads: %s, before: %.0f%n",
        busy.stream().map(s -> String.format(Locale.ROOT, "%.1f", s.heapMegabytes())).toList(),
        busy.stream().map(s -> Math.round(s.threads())).toList(),
        threadsBefore);
    System.out.printf("%s%n%s%n", SoakTrend.header(), heap());
  }

  /** The first time fills what is kept for good: the ring of events, buffers of the threads. */
  private SoakTrend heap() {
    return SoakTrend.of(SoakSample.HEAP, busy.subList(1, TIMES));
  }

  private static List<Long> medians(List<double[]> delays) {
    return delays.stream().map(each -> Math.round(quantile(each, 0.5))).toList();
  }

  private static double median(List<double[]> delays) {
    return quantile(all(delays), 0.5);
  }

  private static double[] all(List<double[]> delays) {
    return delays.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
  }

  private static double quantile(double[] ascending, double share) {
    assertThat(ascending).as("delays").isNotEmpty();
    return ascending[(int) (share * (ascending.length - 1))];
  }

  /** What may fail while it is waited for. */
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(SoakRun run, String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      run.assertAlive();
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.sleep(100);
    }
  }
}
