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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each alert says what it has to, has a runbook that exists, and is tested. */
class AlertRulesTest {
  private static final Path PROMETHEUS = Path.of("prometheus");
  private static final Path RUNBOOKS = Path.of("../docs/runbooks");
  private static final String INDEX = "README.md";
  private static final Pattern RUNBOOK = Pattern.compile("/runbooks/([a-z-]+\\.md)$");
  private static final YAMLMapper YAML = new YAMLMapper();

  /** A rule of the files; two may have one name, and then different severities. */
  record Alert(JsonNode json) {
    String name() {
      return json.path("alert").asText();
    }

    String label(String name) {
      return json.path("labels").path(name).asText();
    }

    String annotation(String name) {
      return json.path("annotations").path(name).asText();
    }

    String runbook() {
      Matcher path = RUNBOOK.matcher(annotation("runbook_url"));
      assertThat(path.find()).as(annotation("runbook_url")).isTrue();
      return path.group(1);
    }

    @Override
    public String toString() {
      return name() + " " + label("severity");
    }
  }

  static List<Alert> alerts() throws IOException {
    List<Alert> alerts = new ArrayList<>();
    for (Path file : files(PROMETHEUS.resolve("rules"), ".yml")) {
      for (JsonNode group : YAML.readTree(file.toFile()).path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          if (rule.has("alert")) {
            alerts.add(new Alert(rule));
          }
        }
      }
    }
    return alerts;
  }

  private static List<Path> files(Path dir, String end) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void saysWhatWhyAndWhatToDo(Alert alert) {
    assertThat(alert.name()).matches("TailWatch[A-Z][A-Za-z]+");
    assertThat(alert.label("severity")).isIn("info", "warning", "critical");
    assertThat(alert.annotation("summary")).isNotBlank().doesNotEndWith(".");
    assertThat(alert.annotation("description")).isNotBlank();
    assertThat(alert.annotation("dashboard_url")).contains("/d/tailwatch-");
    assertThat(alert.json().path("keep_firing_for").asText()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void linksToTheLivePageWhereItIsAboutARun(Alert alert) {
    boolean ofRun = alert.json().path("expr").asText().contains("by (job, run");
    assertThat(alert.annotation("page_url").contains("/#/runs/")).isEqualTo(ofRun);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void hasARunbookThatIsAboutIt(Alert alert) throws IOException {
    Path runbook = RUNBOOKS.resolve(alert.runbook());
    assertThat(runbook).exists();
    assertThat(Files.readAllLines(runbook).get(0)).isEqualTo("# " + alert.name());
    assertThat(runbook).content().contains("## What to do", "## Silence", "## What it is not");
    assertThat(RUNBOOKS.resolve(INDEX))
        .content()
        .contains("| [" + alert.name() + "](" + alert.runbook() + ") | ", alert.label("severity"));
  }

  @Test
  void everyRunbookBelongsToAnAlert() throws IOException {
    Set<String> known = alerts().stream().map(Alert::runbook).collect(Collectors.toSet());
    assertThat(files(RUNBOOKS, ".md"))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(with(known, INDEX));
  }

  private static Set<String> with(Set<String> names, String another) {
    Set<String> all = new TreeSet<>(names);
    all.add(another);
    return all;
  }

  @Test
  void ruleOfOneNameDiffersInSeverity() throws IOException {
    assertThat(alerts()).extracting(Alert::toString).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void isTestedFiringSilentAndWithGaps(Alert alert) throws IOException {
    Path file = PROMETHEUS.resolve("tests").resolve(alert.runbook().replace(".md", ".yml"));
    boolean fires = false;
    boolean silent = false;
    boolean gaps = false;
    for (JsonNode test : YAML.readTree(file.toFile()).path("tests")) {
      boolean none = true;
      for (JsonNode at : test.path("alert_rule_test")) {
        assertThat(at.path("alertname").asText()).isEqualTo(alert.name());
        for (JsonNode expected : at.path("exp_alerts")) {
          none = false;
          fires |= expected.at("/exp_labels/severity").asText().equals(alert.label("severity"));
        }
      }
      silent |= none;
      for (JsonNode series : test.path("input_series")) {
        String values = series.path("values").asText();
        gaps |= values.contains("_ ") || values.contains("stale");
      }
    }
    assertThat(fires).as("a case that fires").isTrue();
    assertThat(silent).as("a case that does not").isTrue();
    assertThat(gaps).as("missed scrapes or a lost series").isTrue();
  }
}
