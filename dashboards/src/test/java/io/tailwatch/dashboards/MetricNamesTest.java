// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dashboards and rules against what a running program shows at /metrics. */
@Timeout(120)
class MetricNamesTest {
  private static final Path RULES = Path.of("prometheus", "rules");

  /** The contract. */
  private static final Set<String> PROMISED =
      Set.of(
          "tailwatch_alert_active",
          "tailwatch_alerts_total",
          "tailwatch_dead_letters_total",
          "tailwatch_drift_score",
          "tailwatch_dropped_samples_total",
          "tailwatch_estimate_age_seconds",
          "tailwatch_event_to_estimate_seconds",
          "tailwatch_exceedances",
          "tailwatch_hill_reading",
          "tailwatch_last_step",
          "tailwatch_learning_rate",
          "tailwatch_nonfinite_samples_total",
          "tailwatch_publish_queue_ratio",
          "tailwatch_published_samples_total",
          "tailwatch_runs",
          "tailwatch_samples_total",
          "tailwatch_series",
          "tailwatch_series_refused_total",
          "tailwatch_tail_bound",
          "tailwatch_tail_index",
          "tailwatch_tail_index_lower",
          "tailwatch_tail_index_upper",
          "tailwatch_threshold",
          "tailwatch_verdict");

  /** Prometheus adds them itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS", "ALERTS_FOR_STATE");

  private static final Set<String> LABELS_OF_PROMETHEUS =
      Set.of("job", "instance", "alertname", "alertstate", "severity");

  private static final Map<String, String> expressions = new TreeMap<>();
  private static final Set<String> recorded = new TreeSet<>();
  private static Exposition shown;

  @BeforeAll
  static void look(@TempDir Path dir) throws IOException, InterruptedException {
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard
          .queries()
          .forEach(query -> expressions.put(dashboard + ", " + query.where(), query.expression()));
      for (JsonNode variable : dashboard.variables()) {
        String query = variable.path("query").path("query").asText();
        if (!query.isEmpty()) {
          // label_values(SELECTOR, label)
          String selector = query.replaceAll("^label_values\\((.*),[^,]*\\)$", "$1");
          expressions.put(dashboard + ", variable " + variable.path("name").asText(), selector);
        }
      }
    }
    readRules();
    // A garbage collection has to happen, and tasks, partitions and their meters come one after
    // the other.
    try (RunningDemo demo = RunningDemo.start(dir)) {
      long deadline = System.nanoTime() + 60_000_000_000L;
      do {
        Thread.sleep(500);
        shown = demo.metrics();
      } while (!(missing().isEmpty() && unmet().isEmpty()) && System.nanoTime() < deadline);
    }
  }

  private static void readRules() throws IOException {
    if (!Files.isDirectory(RULES)) {
      return;
    }
    try (Stream<Path> files = Files.list(RULES)) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode group : new YAMLMapper().readTree(file.toFile()).path("groups")) {
          for (JsonNode rule : group.path("rules")) {
            String name = rule.path("record").asText(rule.path("alert").asText());
            expressions.put(file.getFileName() + ", " + name, rule.path("expr").asText());
            if (rule.has("record")) {
              recorded.add(name);
            }
          }
        }
      }
    }
  }

  /** Metrics that are named, and that the program does not show. */
  private static List<String> missing() {
    List<String> missing = new ArrayList<>();
    expressions.forEach(
        (where, expression) -> {
          for (Selector selector : PromQl.selectors(expression)) {
            String metric = selector.metric();
            if (!isOfPrometheus(metric) && !shown.has(metric)) {
              missing.add(where + ": " + metric);
            }
          }
        });
    return missing;
  }

  private static boolean isOfPrometheus(String metric) {
    return OF_PROMETHEUS.contains(metric) || recorded.contains(metric);
  }

  @Test
  void everyMetricThatIsNamedIsShown() {
    assertThat(expressions).hasSizeGreaterThan(50);
    assertThat(missing()).isEmpty();
  }

  /** Labels that are asked for, and that the program does not show. */
  private static List<String> unmet() {
    List<String> unmet = new ArrayList<>();
    expressions.forEach(
        (where, expression) -> {
          for (Selector selector : PromQl.selectors(expression)) {
            for (Selector.Matcher matcher : selector.matchers()) {
              if (!isMet(selector.metric(), matcher)) {
                unmet.add(where + ": " + selector.metric() + " " + matcher);
              }
            }
          }
        });
    return unmet;
  }

  /** One of a constant is there with this value; one of a variable with any. */
  private static boolean isMet(String metric, Selector.Matcher matcher) {
    if (LABELS_OF_PROMETHEUS.contains(matcher.label()) || isOfPrometheus(metric)) {
      return true;
    }
    Set<String> values = shown.values(metric, matcher.label());
    boolean constant = matcher.operator().equals("=") && !matcher.value().contains("$");
    return constant ? values.contains(matcher.value()) : !values.isEmpty();
  }

  @Test
  void everyLabelThatIsAskedForIsThere() {
    assertThat(unmet()).isEmpty();
  }

  @Test
  void labelsThatAreGroupedByExistSomewhere() {
    Set<String> known = new TreeSet<>(LABELS_OF_PROMETHEUS);
    shown.samples().values().forEach(labels -> known.addAll(labels.keySet()));
    expressions.forEach(
        (where, expression) -> {
          Set<String> used = PromQl.groupings(expression);
          // Made by the expression itself.
          used.remove("order");
          used.remove("");
          assertThat(known).as(where).containsAll(used);
        });
  }

  @Test
  void everyMetricOfTheContractIsShown() {
    assertThat(shown.families()).containsAll(PROMISED);
  }

  @Test
  void everyMetricOfOursIsOnADashboard() {
    Set<String> asked = new TreeSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      for (Dashboard.Query query : dashboard.targets()) {
        PromQl.selectors(query.expression()).forEach(selector -> asked.add(selector.metric()));
      }
    }
    Set<String> ours = new TreeSet<>(PROMISED);
    shown.families().stream().filter(name -> name.startsWith("tailwatch_")).forEach(ours::add);
    assertThat(ours)
        .allSatisfy(
            family -> assertThat(asked).anyMatch(name -> name.matches(family + "(_bucket)?")));
  }
}
