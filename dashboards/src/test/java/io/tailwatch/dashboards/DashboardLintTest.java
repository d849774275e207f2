// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the dashboards keep all rules, and that each rule finds what breaks it. */
class DashboardLintTest {

  /** Something that breaks a rule, done to a copy of a dashboard. */
  record Harm(LintRule rule, String what, String dashboard, Consumer<ObjectNode> deed) {
    @Override
    public String toString() {
      return rule + ": " + what;
    }
  }

  static Stream<Arguments> dashboardsAndRules() {
    return Dashboard.all().stream()
        .flatMap(
            dashboard ->
                EnumSet.allOf(LintRule.class).stream().map(rule -> Arguments.of(dashboard, rule)));
  }

  @ParameterizedTest
  @MethodSource("dashboardsAndRules")
  void keepsTheRule(Dashboard dashboard, LintRule rule) {
    assertThat(rule.check(dashboard)).isEmpty();
  }

  @Test
  void thereAreThreeDashboards() {
    assertThat(Dashboard.all()).extracting(Dashboard::name).contains("analyzer", "overview", "run");
  }

  static Stream<Dashboard> dashboards() {
    return Dashboard.all().stream();
  }

  /** Whatever Grafana gives back after loading it differs only where somebody changed something. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void isStableUnderLoadAndSave(Dashboard dashboard) throws IOException {
    var file = Dashboard.DIRECTORY.resolve(dashboard.name() + ".json");
    assertThat(Json.text(dashboard.json())).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("harms")
  void findsWhatBreaksIt(Harm harm) {
    Dashboard dashboard =
        Dashboard.all().stream()
            .filter(d -> d.name().equals(harm.dashboard()))
            .findFirst()
            .orElseThrow()
            .copy();
    harm.deed().accept(dashboard.json());
    assertThat(harm.rule().check(dashboard)).isNotEmpty();
  }

  @Test
  void everyRuleIsShownToFail() {
    Set<LintRule> shown = new TreeSet<>(harms().map(Harm::rule).toList());
    assertThat(shown).containsExactlyInAnyOrder(LintRule.values());
  }

  static Stream<Harm> harms() {
    List<Harm> harms = new ArrayList<>();
    harm(harms, LintRule.HAS_WHAT_GRAFANA_WRITES, "no key", d -> d.remove("weekStart"));
    harm(harms, LintRule.HAS_WHAT_GRAFANA_WRITES, "an id", d -> d.put("id", 7));
    harm(harms, LintRule.HAS_WHAT_GRAFANA_WRITES, "old", d -> d.put("schemaVersion", 27));
    harm(harms, LintRule.HAS_WHAT_GRAFANA_WRITES, "panel", d -> panel(d).remove("pluginVersion"));
    harm(harms, LintRule.HAS_WHAT_GRAFANA_WRITES, "row", d -> row(d).remove("collapsed"));
    harm(harms, LintRule.NOT_EDITABLE, "editable", d -> d.put("editable", true));
    harm(harms, LintRule.UID_OF_THE_FILE, "another uid", d -> d.put("uid", "mine"));
    harm(harms, LintRule.PANEL_IDS_ARE_UNIQUE, "twice", d -> panel(d).put("id", id(row(d))));
    harm(harms, LintRule.PANEL_IDS_ARE_UNIQUE, "none", d -> panel(d).remove("id"));
    harm(harms, LintRule.GRID_WITHOUT_OVERLAPS, "wide", d -> grid(panel(d)).put("w", 25));
    harm(harms, LintRule.GRID_WITHOUT_OVERLAPS, "on another", d -> grid(panel(d)).put("w", 5));
    harm(harms, LintRule.PANELS_OF_GRAFANA_ITSELF, "angular", d -> panel(d).put("type", "graph"));
    harm(harms, LintRule.DATA_SOURCE_IS_A_VARIABLE, "none", d -> variables(d).remove(0));
    harm(
        harms,
        LintRule.DATA_SOURCE_IS_A_VARIABLE,
        "Loki",
        d -> variable(d, "datasource").put("query", "loki"));
    harm(
        harms, LintRule.NO_OTHER_DATA_SOURCE, "of a panel", d -> source(panel(d)).put("uid", "P1"));
    harm(
        harms,
        LintRule.NO_OTHER_DATA_SOURCE,
        "of a query",
        d -> source(target(d)).put("uid", "P1"));
    harm(
        harms,
        LintRule.NO_OTHER_DATA_SOURCE,
        "of a variable",
        d -> variable(d, "job").remove("datasource"));
    harm(harms, LintRule.JOB_IS_A_VARIABLE, "renamed", d -> variable(d, "job").put("name", "jobs"));
    harm(
        harms, LintRule.JOB_IS_A_VARIABLE, "only one", d -> variable(d, "job").put("multi", false));
    harm(
        harms,
        LintRule.VARIABLES_ARE_WELL_MADE,
        "stays as it was",
        d -> variable(d, "run").put("refresh", 1));
    harm(
        harms,
        LintRule.VARIABLES_ARE_WELL_MADE,
        "all is a list",
        d -> variable(d, "run").remove("allValue"));
    harm(
        harms,
        LintRule.VARIABLES_ARE_WELL_MADE,
        "no label",
        d -> variable(d, "run").remove("label"));
    harm(
        harms,
        LintRule.VARIABLES_ARE_WELL_MADE,
        "another definition",
        d -> variable(d, "run").put("definition", "up"));
    harm(
        harms,
        LintRule.VARIABLES_ARE_USED_AND_KNOWN,
        "unknown",
        d -> expr(d, "sum(up{job=~\"$work\"})"));
    harm(
        harms,
        LintRule.VARIABLES_ARE_USED_AND_KNOWN,
        "unused",
        d -> variables(d).addObject().put("name", "idle"));
    harm(harms, LintRule.EVERY_PANEL_SAYS_WHAT_IT_IS, "no title", d -> panel(d).put("title", " "));
    harm(
        harms,
        LintRule.EVERY_PANEL_SAYS_WHAT_IT_IS,
        "no description",
        d -> panel(d).put("description", "Lag"));
    harm(harms, LintRule.EVERY_PANEL_HAS_A_UNIT, "no unit", d -> defaults(d).remove("unit"));
    harm(
        harms,
        LintRule.EVERY_PANEL_SAYS_WHY_IT_IS_EMPTY,
        "silent",
        d -> defaults(d).remove("noValue"));
    harm(harms, LintRule.EVERY_PANEL_ASKS_SOMETHING, "no query", d -> panel(d).putArray("targets"));
    harm(harms, LintRule.EVERY_PANEL_ASKS_SOMETHING, "no metric", d -> expr(d, "vector(1)"));
    harm(
        harms,
        LintRule.EVERY_PANEL_ASKS_SOMETHING,
        "one refId",
        d -> ((ArrayNode) panel(d).get("targets")).add(target(d).deepCopy()));
    harm(harms, LintRule.EVERY_SELECTOR_NAMES_THE_JOB, "no matcher", d -> expr(d, "sum(up)"));
    harm(
        harms,
        LintRule.EVERY_SELECTOR_NAMES_THE_JOB,
        "a fixed one",
        d -> expr(d, "sum(up{job=\"tailwatch\"})"));
    harm(
        harms,
        LintRule.EVERY_SELECTOR_NAMES_THE_JOB,
        "the second",
        d -> expr(d, "sum(up{job=~\"$job\"}) / count(up)"));
    harm(
        harms,
        LintRule.MATCHERS_FIT_THEIR_VARIABLES,
        "= of several",
        d -> expr(d, "sum(up{job=\"$job\"})"));
    harms.add(
        new Harm(
            LintRule.MATCHERS_FIT_THEIR_VARIABLES,
            "=~ of one",
            "run",
            d -> expr(d, "sum(up{run=~\"$run\"})")));
    harm(
        harms,
        LintRule.COUNTERS_ARE_RATED,
        "a level",
        d -> expr(d, "sum(tailwatch_dead_letters_total{job=~\"$job\"})"));
    harm(
        harms,
        LintRule.COUNTERS_ARE_RATED,
        "a rate of a gauge",
        d -> expr(d, "sum(rate(up{job=~\"$job\"}[$__rate_interval]))"));
    harm(
        harms,
        LintRule.RANGES_FOLLOW_THE_RESOLUTION,
        "5m",
        d -> expr(d, "sum(rate(x_total{job=~\"$job\"}[5m]))"));
    harm(harms, LintRule.AGGREGATIONS_FIT_THE_METERS, "none", d -> expr(d, "up{job=~\"$job\"}"));
    harm(
        harms,
        LintRule.AGGREGATIONS_FIT_THE_METERS,
        "sum of a series",
        d -> expr(d, "sum(tailwatch_last_step{run=~\"$run\"})"));
    harm(
        harms,
        LintRule.AGGREGATIONS_FIT_THE_METERS,
        "max of shards",
        d -> expr(d, "max(rate(tailwatch_samples_total{run=~\"$run\"}[$__rate_interval]))"));
    harm(harms, LintRule.BRACKETS_ARE_CLOSED, "open", d -> expr(d, "sum((up{job=~\"$job\"})"));
    harm(
        harms,
        LintRule.LEGENDS_NAME_WHAT_IS_SHOWN,
        "none",
        d -> target(d).put("legendFormat", "__auto"));
    harm(
        harms,
        LintRule.LEGENDS_NAME_WHAT_IS_SHOWN,
        "a label that is gone",
        d -> target(d).put("legendFormat", "{{pod}}"));
    harms.add(
        new Harm(
            LintRule.OVERRIDES_MEET_A_FIELD, "renamed", "run", d -> rename(d, "Kesten", "kesten")));
    harms.add(
        new Harm(
            LintRule.OVERRIDES_MEET_A_FIELD, "no floor", "run", d -> rename(d, "hSGD from", "x")));
    harm(
        harms,
        LintRule.LINKS_LEAD_SOMEWHERE,
        "nowhere",
        d -> link(d).put("url", "/d/tailwatch-runs"));
    harm(harms, LintRule.LINKS_LEAD_SOMEWHERE, "another time", d -> link(d).put("keepTime", false));
    harms.add(new Harm(LintRule.LINKS_LEAD_SOMEWHERE, "of a cell", "overview", d -> forget(d)));
    harm(harms, LintRule.ALL_DASHBOARDS_ARE_REACHED, "no links", d -> d.putArray("links"));
    return harms.stream();
  }

  private static void harm(
      List<Harm> harms, LintRule rule, String what, Consumer<ObjectNode> deed) {
    harms.add(new Harm(rule, what, "analyzer", deed));
  }

  /** The first of the dashboard. */
  private static ObjectNode panel(ObjectNode dashboard) {
    return (ObjectNode) dashboard.get("panels").get(0);
  }

  private static ObjectNode row(ObjectNode dashboard) {
    for (JsonNode panel : dashboard.get("panels")) {
      if (Dashboard.type(panel).equals("row")) {
        return (ObjectNode) panel;
      }
    }
    throw new AssertionError("no row");
  }

  private static int id(ObjectNode panel) {
    return panel.get("id").asInt();
  }

  private static ObjectNode grid(ObjectNode panel) {
    return (ObjectNode) panel.get("gridPos");
  }

  private static ObjectNode source(ObjectNode user) {
    return (ObjectNode) user.get("datasource");
  }

  private static ObjectNode defaults(ObjectNode dashboard) {
    return (ObjectNode) panel(dashboard).get("fieldConfig").get("defaults");
  }

  private static ObjectNode target(ObjectNode dashboard) {
    return (ObjectNode) panel(dashboard).get("targets").get(0);
  }

  private static void expr(ObjectNode dashboard, String expression) {
    target(dashboard).put("expr", expression);
  }

  private static ArrayNode variables(ObjectNode dashboard) {
    return (ArrayNode) dashboard.get("templating").get("list");
  }

  private static ObjectNode variable(ObjectNode dashboard, String name) {
    for (JsonNode variable : variables(dashboard)) {
      if (variable.get("name").asText().equals(name)) {
        return (ObjectNode) variable;
      }
    }
    throw new AssertionError("no variable " + name);
  }

  private static ObjectNode link(ObjectNode dashboard) {
    return (ObjectNode) dashboard.get("links").get(0);
  }

  /** Calls a curve by another name. */
  private static void rename(ObjectNode dashboard, String from, String to) {
    Json.objects(
        dashboard,
        "",
        (path, object) -> {
          if (object.path("legendFormat").equals(TextNode.valueOf(from))) {
            ((ObjectNode) object).put("legendFormat", to);
          }
        });
  }

  /** Links of data that do not take the time range along. */
  private static void forget(ObjectNode dashboard) {
    Json.objects(
        dashboard,
        "",
        (path, object) -> {
          if (object.path("url").asText().contains("&${__url_time_range}")) {
            String url = object.get("url").asText();
            ((ObjectNode) object).put("url", url.replace("&${__url_time_range}", ""));
          }
        });
  }
}
