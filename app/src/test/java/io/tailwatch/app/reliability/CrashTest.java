// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.v1.TailEstimate;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Analyzer and broker are killed while events flow; afterwards every result is the same as that of
 * an analyzer that nothing has disturbed. Small here; {@code -Dtailwatch.tests=full} kills the
 * analyzer 20 times and the broker 5 times.
 */
@ExtendWith(PrintTime.class)
@Timeout(3600)
class CrashTest {
  private static final long SEED = Long.getLong("tailwatch.crash.seed", 20_240_611L);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path dir;

  @Test
  void noKillChangesABit() throws Exception {
    try (var run = new CrashRun(dir, SEED)) {
      TopicCreator.ensure(run.admin(), CrashRun.TOPICS, CrashRun.PARTITIONS, (short) 1, LIMIT);
      run.startAnalyzer();
      Set<Letters.Place> refused;
      long sent;
      try (var feeder =
          new Feeder(
              run.bootstrapServers(), CrashRun.TOPICS.iterates(), TestSize.of(8, 12), SEED, 40)) {
        run.disturb(TestSize.of(2, 20), TestSize.of(1, 5));
        feeder.finish();
        refused = feeder.refused();
        sent = feeder.sent();
      }
      run.awaitDrained();
      Results disturbed =
          Results.read(run.bootstrapServers(), CrashRun.APPLICATION, CrashRun.TOPICS);
      Results undisturbed =
          Reference.results(
              run.admin(),
              run.bootstrapServers(),
              CrashRun.PARTITIONS,
              1,
              dir.resolve("undisturbed"));
      System.out.printf(
          "crash test, seed %d: %s%n%d batches and %d bad records sent; %s%n",
          SEED, run, sent, refused.size(), disturbed.against(undisturbed));
      disturbed.assertSameAs(undisturbed);
      assertThat(disturbed.estimateCount()).isGreaterThan(100);
      assertThat(disturbed.readingCount()).isPositive();
      Letters letters = Letters.read(run.bootstrapServers(), CrashRun.TOPICS.deadLetters());
      System.out.printf("%d letters about %d bad records%n", letters.count(), refused.size());
      letters.assertAbout(refused);
      assertShownAtOnceAfterARestart(run, disturbed);
    }
  }

  private void assertShownAtOnceAfterARestart(CrashRun run, Results results) throws Exception {
    Set<String> before = gauges(get(run.url() + "/metrics"));
    run.killAnalyzer();
    run.startAnalyzer();
    String url = run.url();
    long deadline = System.nanoTime() + 2 * LIMIT.toNanos();
    while (http.send(request(url + "/health/ready"), HttpResponse.BodyHandlers.discarding())
            .statusCode()
        != 200) {
      assertThat(System.nanoTime()).as("ready in time").isLessThan(deadline);
      Thread.sleep(20);
    }
    String metrics = get(url + "/metrics");
    JsonNode runs = json.readTree(get(url + "/api/v1/runs"));
    List<String> wrong = new ArrayList<>();
    for (TailEstimate estimate : results.newest()) {
      String name = ObservableNames.of(estimate.getObservable());
      String path =
          "/api/v1/runs/%s/series/%s/%s"
              .formatted(encoded(estimate.getRun()), encoded(estimate.getSeries()), name);
      JsonNode shown = json.readTree(get(url + path));
      boolean same =
          shown.path("attempt").asInt() == estimate.getAttempt()
              && shown.path("pane").asLong(-1) == estimate.getPane()
              && (!estimate.getReading().hasValue()
                  || shown.path("reading").path("value").asDouble()
                      == estimate.getReading().getValue());
      if (!same) {
        wrong.add(path + ": " + shown);
      }
      String labels =
          "{observable=\"%s\",run=\"%s\",series=\"%s\"} "
              .formatted(name, estimate.getRun(), estimate.getSeries());
      double gauge =
          metrics
              .lines()
              .filter(line -> line.startsWith("tailwatch_hill_reading" + labels))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no gauge " + labels + " in\n" + metrics));
      double expected =
          estimate.getReading().hasValue() ? estimate.getReading().getValue() : Double.NaN;
      // Boxed: both may be NaN.
      assertThat(gauge).as("reading of %s", labels).isEqualTo((Double) expected);
    }
    assertThat(wrong).as("series shown by REST when ready").isEmpty();
    assertThat(runs.size())
        .as("runs listed when ready")
        .isEqualTo((int) results.newest().stream().map(TailEstimate::getRun).distinct().count());
    assertThat(gauges(metrics)).as("gauges before and after the restart").isEqualTo(before);
  }

  /** All gauges of series but the age of the estimate. */
  private static Set<String> gauges(String metrics) {
    Set<String> names =
        Set.of(
            "tailwatch_tail_index",
            "tailwatch_tail_index_lower",
            "tailwatch_tail_index_upper",
            "tailwatch_hill_reading",
            "tailwatch_tail_bound",
            "tailwatch_verdict",
            "tailwatch_exceedances",
            "tailwatch_threshold",
            "tailwatch_last_step",
            "tailwatch_learning_rate");
    Set<String> found = new TreeSet<>();
    metrics
        .lines()
        .filter(
            line -> line.indexOf('{') > 0 && names.contains(line.substring(0, line.indexOf('{'))))
        .forEach(found::add);
    assertThat(found).isNotEmpty();
    return found;
  }

  private String get(String url) throws Exception {
    return http.send(request(url), HttpResponse.BodyHandlers.ofString()).body();
  }

  private static HttpRequest request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
