// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tailwatch.app.Cli;
import io.tailwatch.events.v1.TailEstimate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DemoTest {

  /** Generous for a busy machine; the demo itself needs about 3 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Every name that is promised, of analyzer and publisher. */
  private static final Set<String> METRICS =
      Set.of(
          "tailwatch_tail_index",
          "tailwatch_tail_index_lower",
          "tailwatch_tail_index_upper",
          "tailwatch_hill_reading",
          "tailwatch_tail_bound",
          "tailwatch_verdict",
          "tailwatch_drift_score",
          "tailwatch_alert_active",
          "tailwatch_alerts_total",
          "tailwatch_samples_total",
          "tailwatch_nonfinite_samples_total",
          "tailwatch_exceedances",
          "tailwatch_threshold",
          "tailwatch_last_step",
          "tailwatch_learning_rate",
          "tailwatch_estimate_age_seconds",
          "tailwatch_event_to_estimate_seconds",
          "tailwatch_dead_letters_total",
          "tailwatch_runs",
          "tailwatch_series",
          "tailwatch_series_refused_total",
          "tailwatch_published_samples_total",
          "tailwatch_dropped_samples_total",
          "tailwatch_publish_queue_ratio");

  @Test
  void theLastEstimatesAreThoseOfMetricsAndNothingIsLeftBehind() throws Exception {
    Set<Thread> threadsBefore = nonDaemonThreads();
    int port;
    try (var demo =
        Demo.start(0, Optional.empty(), Optional.of(PATIENCE), () -> false, line -> {})) {
      port = URI.create(demo.url()).getPort();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  demo.failure().isPresent()
                      || demo.board().latest().stream()
                          .anyMatch(e -> e.getIndex().hasValue() && e.getTheory().hasKesten()));
      assertThat(demo.failure()).isEmpty();
      assertThat(names(scrape(demo.url() + "/metrics"))).containsAll(METRICS);
      assertThat(demo.finish()).as("last estimates came").isTrue();
      assertThat(demo.published().droppedSteps()).isZero();
      assertThat(demo.published().publishedSteps()).isEqualTo(demo.progress().steps());
      String metrics = scrape(demo.url() + "/metrics");
      assertThat(demo.board().latest()).isNotEmpty();
      for (TailEstimate estimate : demo.board().latest()) {
        assertThat(estimate.getLastStep()).isEqualTo(demo.progress().steps() - 1);
        assertThat(estimate.getTheory().hasKesten()).isTrue();
        assertSame(metrics, "tailwatch_tail_index", estimate, estimate.getIndex().getValue());
        assertSame(metrics, "tailwatch_tail_index_lower", estimate, estimate.getIndex().getLower());
        assertSame(metrics, "tailwatch_tail_index_upper", estimate, estimate.getIndex().getUpper());
        assertSame(metrics, "tailwatch_last_step", estimate, estimate.getLastStep());
        assertSame(metrics, "tailwatch_hill_reading", estimate, estimate.getReading().getValue());
      }
    }
    // Javalin starts a thread that looks after five seconds whether the server was started.
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(nonDaemonThreads()).isSubsetOf(threadsBefore));
    // Binding succeeds only if nothing listens there any more.
    new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
  }

  @Test
  void theCommandShowsTheTableEndsWithASummaryAndKeepsADataDirectory(@TempDir Path dir)
      throws IOException {
    Path data = dir.resolve("data");
    Cli.Result result =
        new Cli().run("demo", "--port", "0", "--duration", "10s", "--data-dir", data.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err().lines()).allMatch(line -> line.startsWith("tailwatch: "));
    assertThat(result.out())
        .contains("steps/s", "learning rate 0.", "run ", "observable", "projection", "Kesten")
        .contains("Summary: ", " 0 dropped", "  reading    ", "  verdict    ")
        .doesNotContain("\033");
    assertThat(data.resolve("kafka").resolve("meta.properties")).exists();
    assertThat(Files.list(dir)).containsExactly(data);
  }

  @Test
  void aTakenPortSaysWhichOptionHelps() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Cli.Result result = new Cli().run("demo", "--port", "" + taken.getLocalPort());
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err().lines().reduce((first, last) -> last).orElseThrow())
          .startsWith("tailwatch: ")
          .contains("" + taken.getLocalPort())
          .contains("--port");
      assertThat(result.err()).doesNotContain("\tat ");
    }
  }

  private static void assertSame(
      String metrics, String name, TailEstimate estimate, double expected) {
    String observable =
        estimate.getObservable().name().replace("OBSERVABLE_", "").toLowerCase(Locale.ROOT);
    double shown =
        metrics
            .lines()
            .filter(line -> line.startsWith(name + "{"))
            .filter(
                line ->
                    !line.contains("observable=\"")
                        || line.contains("observable=\"" + observable + "\""))
            .filter(line -> line.contains("run=\"" + estimate.getRun() + "\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " is missing in\n" + metrics));
    assertThat(shown).as(name + " of " + observable).isCloseTo(expected, within(0.0));
  }

  private static Set<String> names(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2])
        .collect(Collectors.toSet());
  }

  private static String scrape(String url) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Set<Thread> nonDaemonThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}
