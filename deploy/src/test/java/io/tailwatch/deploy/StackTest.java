// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.deploy.ComposeFile.Service;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs what the containers would run. Not Grafana, which is nowhere to be had but as an image;
 * {@link MonitoringTest} looks at what it is given.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class StackTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path dir;

  @Test
  void oneBroker() throws Exception {
    runs("single");
  }

  /** Small, three brokers would take a minute of two processors for each build. */
  @Test
  @EnabledIfSystemProperty(named = "tailwatch.tests", matches = "full")
  void threeBrokers() throws Exception {
    runs("cluster");
  }

  @ParameterizedTest
  @EnumSource(Tool.class)
  void theCommandLinesOfOthersAreRun(Tool tool) {
    tool.require();
  }

  private void runs(String profile) throws Exception {
    try (var stack = new Stack(ComposeFile.read(), profile, dir)) {
      List<String> before = Layout.listing(stack.program());
      var order = new ArrayList<Service>();
      // As Compose does: at once what has all that it waits for.
      for (var next = next(stack, order); !next.isEmpty(); next = next(stack, order)) {
        for (Service service : next) {
          start(stack, service);
        }
        for (Service service : next) {
          becomesHealthy(stack, service);
        }
        order.addAll(next);
      }
      assertThat(order).hasSameSizeAs(stack.services().keySet());
      List<Service> analyzers = order.stream().filter(service -> service.runs("analyze")).toList();
      for (Service analyzer : analyzers) {
        answersWhoHasTheToken(stack, analyzer);
      }
      aTrainingIsEstimated(stack, analyzers);
      prometheusSeesTheAnalyzers(stack, analyzers);
      if (analyzers.size() > 1) {
        order.removeAll(goesOnWithoutOneOfEach(stack, order));
      }
      Collections.reverse(order);
      for (Service service : order) {
        if (service.isOurs()) {
          stops(stack, service);
        }
      }
      assertThat(Layout.listing(stack.program())).isEqualTo(before);
    }
  }

  private static void start(Stack stack, Service service) throws Exception {
    // Else a health check that is always content would pass.
    assertThat(isWatched(service) && stack.isHealthy(service)).as(service.name()).isFalse();
    stack.start(service);
  }

  private static void becomesHealthy(Stack stack, Service service) {
    Running started = stack.running(service);
    if (started == null) {
      return;
    }
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              String said = service.name() + ": " + started.output();
              assertThat(started.isAlive()).as(said).isTrue();
              assertThat(!isWatched(service) || stack.isHealthy(service)).as(said).isTrue();
            });
  }

  private static boolean isWatched(Service service) {
    return !Boolean.TRUE.equals(service.healthCheck().get("disable"));
  }

  private static void answersWhoHasTheToken(Stack stack, Service analyzer) throws Exception {
    String metrics = url(stack, analyzer) + "/metrics";
    assertThat(Stack.get(metrics, Optional.empty()).statusCode()).isEqualTo(401);
    assertThat(Stack.get(metrics, Optional.of(Stack.TOKEN)).statusCode()).isEqualTo(200);
    assertThat(stack.running(analyzer).output())
        .contains("http-token-file = ", "(TAILWATCH_HTTP_TOKEN_FILE)")
        .doesNotContain("warning", Stack.TOKEN);
  }

  /** Wherever its partition is. */
  private static void aTrainingIsEstimated(Stack stack, List<Service> analyzers) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(metrics(stack, analyzers))
                    .containsPattern("tailwatch_learning_rate\\{.*run=\"diabetes-.*} 0\\.305")
                    .containsPattern("tailwatch_samples_total\\{.*} [1-9]"));
  }

  private static void prometheusSeesTheAnalyzers(Stack stack, List<Service> analyzers) {
    Service prometheus = stack.services().get("prometheus");
    if (stack.running(prometheus) == null) {
      return;
    }
    String url = "http://127.0.0.1:" + stack.port("prometheus", 9090) + "/api/v1/";
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        Stack.get(
                                url + "query?query=sum(up%7Bjob=%22tailwatch%22%7D)",
                                Optional.empty())
                            .body())
                    .as(Stack.get(url + "targets", Optional.empty()).body())
                    .contains("\"" + analyzers.size() + "\"]"));
  }

  /** Kills a broker and an analyzer, and gives them back. */
  private static List<Service> goesOnWithoutOneOfEach(Stack stack, List<Service> order) {
    List<Service> lost =
        List.of(stack.services().get("kafka-2"), stack.services().get("analyzer-2"));
    List<Service> left =
        order.stream()
            .filter(service -> service.runs("analyze") && !lost.contains(service))
            .toList();
    double step = lastStep(stack, List.of(left.get(0), lost.get(1)));
    lost.forEach(service -> stack.running(service).close());
    // What the training takes half a minute for: more than was on its way.
    await().atMost(LIMIT).until(() -> lastStep(stack, left) > step + 600_000);
    return lost;
  }

  private static double lastStep(Stack stack, List<Service> analyzers) {
    return Pattern.compile("(?m)^tailwatch_last_step\\{.*} (\\S+)$")
        .matcher(metrics(stack, analyzers))
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .max()
        .orElse(0);
  }

  private static String metrics(Stack stack, List<Service> analyzers) {
    return analyzers.stream()
        .map(analyzer -> Stack.get(url(stack, analyzer) + "/metrics", Optional.of(Stack.TOKEN)))
        .map(HttpResponse::body)
        .collect(Collectors.joining());
  }

  /** What Docker does: SIGTERM, and it kills what takes longer than the grace period. */
  private static void stops(Stack stack, Service service) throws InterruptedException {
    Running process = stack.running(service);
    String grace = String.valueOf(service.tree().get("stop_grace_period"));
    int code = process.terminate(Duration.parse("PT" + grace.toUpperCase(Locale.ROOT)));
    assertThat(code).as(process.output()).isZero();
    assertThat(process.output()).doesNotContain("warning");
  }

  private static String url(Stack stack, Service analyzer) {
    return "http://127.0.0.1:" + stack.port(analyzer.name(), 8080);
  }

  /** What can be started after those that are there. */
  private static List<Service> next(Stack stack, List<Service> there) {
    List<String> names = there.stream().map(Service::name).toList();
    return stack.services().values().stream()
        .filter(service -> !names.contains(service.name()))
        .filter(service -> names.containsAll(service.dependsOn().keySet()))
        .toList();
  }
}
