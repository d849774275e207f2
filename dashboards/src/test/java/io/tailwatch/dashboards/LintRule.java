// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of every dashboard, most of it as Grafana's dashboard linter does. A rule gives the
 * places where it is broken; none when all is well.
 */
enum LintRule {
  /** So that a dashboard that was saved by Grafana differs from ours only where it was changed. */
  HAS_WHAT_GRAFANA_WRITES {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      JsonNode json = dashboard.json();
      for (String key : KEYS_OF_A_DASHBOARD) {
        if (!json.has(key)) {
          broken.accept("the dashboard has no " + key);
        }
      }
      if (!json.path("id").isNull()) {
        broken.accept("id must be null: each Grafana gives its own");
      }
      int version = json.path("schemaVersion").asInt();
      if (version < 39 || version > 41) {
        broken.accept("schemaVersion must be in [39, 41]: was " + version);
      }
      for (JsonNode panel : dashboard.places()) {
        boolean row = Dashboard.type(panel).equals("row");
        for (String key : row ? KEYS_OF_A_ROW : KEYS_OF_A_PANEL) {
          if (!panel.has(key)) {
            broken.accept(Dashboard.title(panel) + " has no " + key);
          }
        }
      }
    }
  },

  /** Provisioned dashboards are changed in their files. */
  NOT_EDITABLE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      if (dashboard.json().path("editable").asBoolean(true)) {
        broken.accept("editable must be false");
      }
    }
  },

  /** Addresses of dashboards stay the same: tailwatch-run is run.json. */
  UID_OF_THE_FILE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      String uid = dashboard.json().path("uid").asText();
      if (!uid.equals("tailwatch-" + dashboard.name())) {
        broken.accept("uid must be tailwatch-" + dashboard.name() + ": was " + uid);
      }
    }
  },

  PANEL_IDS_ARE_UNIQUE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      Set<Integer> seen = new HashSet<>();
      for (JsonNode panel : dashboard.places()) {
        int id = panel.path("id").asInt();
        if (id < 1 || !seen.add(id)) {
          broken.accept(Dashboard.title(panel) + " needs an id of its own, from 1 up");
        }
      }
    }
  },

  /** In 24 columns, from top to bottom in the order of the file. */
  GRID_WITHOUT_OVERLAPS {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      List<JsonNode> placed = new ArrayList<>();
      for (JsonNode panel : dashboard.json().path("panels")) {
        JsonNode at = panel.path("gridPos");
        int x = at.path("x").asInt(-1);
        int w = at.path("w").asInt();
        if (x < 0 || w < 1 || x + w > 24 || at.path("h").asInt() < 1 || at.path("y").asInt() < 0) {
          broken.accept(Dashboard.title(panel) + " is not within the 24 columns: " + at);
        }
        for (JsonNode other : placed) {
          if (overlap(at, other.path("gridPos"))) {
            broken.accept(Dashboard.title(panel) + " lies on " + Dashboard.title(other));
          }
        }
        placed.add(panel);
      }
    }
  },

  /** Angular is gone, and others are plugins that have to be installed. */
  PANELS_OF_GRAFANA_ITSELF {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode panel : dashboard.places()) {
        if (!PANEL_TYPES.contains(Dashboard.type(panel))) {
          broken.accept(Dashboard.title(panel) + " has type " + Dashboard.type(panel));
        }
      }
    }
  },

  DATA_SOURCE_IS_A_VARIABLE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      Optional<JsonNode> variable = variable(dashboard, "datasource");
      if (variable.isEmpty()
          || !variable.get().path("type").asText().equals("datasource")
          || !variable.get().path("query").asText().equals("prometheus")
          || variable.get().path("multi").asBoolean()) {
        broken.accept("there must be a variable datasource, one Prometheus at a time");
      }
    }
  },

  /** Of panels, queries, annotations and variables. */
  NO_OTHER_DATA_SOURCE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      List<JsonNode> users = new ArrayList<>(dashboard.panels());
      dashboard.targets().forEach(target -> users.add(target.json()));
      users.addAll(dashboard.annotations());
      dashboard.variables().stream()
          .filter(variable -> variable.path("type").asText().equals("query"))
          .forEach(users::add);
      for (JsonNode user : users) {
        if (!user.path("datasource").path("uid").asText().equals("${datasource}")) {
          broken.accept("not of the variable datasource: " + titleOf(user));
        }
      }
      Json.objects(
          dashboard.json(),
          "",
          (path, object) -> {
            String uid = object.path("datasource").path("uid").asText("${datasource}");
            if (!uid.equals("${datasource}") && !uid.equals("-- Grafana --")) {
              broken.accept(path + " names the data source " + uid);
            }
          });
    }
  },

  JOB_IS_A_VARIABLE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      Optional<JsonNode> variable = variable(dashboard, "job");
      if (variable.isEmpty()
          || !variable.get().path("type").asText().equals("query")
          || !variable.get().path("multi").asBoolean()
          || !variable.get().path("includeAll").asBoolean()) {
        broken.accept("there must be a variable job, of which several or all can be chosen");
      }
    }
  },

  /** They follow the time range, and all means all that there is. */
  VARIABLES_ARE_WELL_MADE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode variable : dashboard.variables()) {
        String name = "variable " + variable.path("name").asText();
        if (variable.path("label").asText().isBlank()) {
          broken.accept(name + " has no label");
        }
        if (variable.path("includeAll").asBoolean()
            && !Set.of(".+", ".*").contains(variable.path("allValue").asText())) {
          broken.accept(name + " needs the allValue .+, or a long list stands in each query");
        }
        if (!variable.path("type").asText().equals("query")) {
          continue;
        }
        if (variable.path("refresh").asInt() != 2) {
          broken.accept(name + " must be refreshed when the time range changes (refresh 2)");
        }
        String query = variable.path("query").path("query").asText();
        if (!query.startsWith("label_values(")
            || !query.equals(variable.path("definition").asText())) {
          broken.accept(name + " needs a query of label_values, and the same as its definition");
        }
      }
    }
  },

  VARIABLES_ARE_USED_AND_KNOWN {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      Set<String> known = new TreeSet<>();
      dashboard.variables().forEach(variable -> known.add(variable.path("name").asText()));
      Set<String> used = new TreeSet<>();
      for (JsonNode part : List.of(dashboard.json(), dashboard.json().path("templating"))) {
        Matcher use = VARIABLE.matcher(part.toString());
        while (use.find()) {
          used.add(use.group(1) == null ? use.group(2) : use.group(1));
        }
      }
      for (String name : used) {
        if (!known.contains(name) && !name.startsWith("__")) {
          broken.accept("nobody defines $" + name);
        }
      }
      known.removeAll(used);
      known.forEach(name -> broken.accept("nobody uses the variable " + name));
    }
  },

  EVERY_PANEL_SAYS_WHAT_IT_IS {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode panel : dashboard.panels()) {
        if (panel.path("title").asText().isBlank()) {
          broken.accept(Dashboard.title(panel) + " has no title");
        }
        String description = panel.path("description").asText();
        if (description.length() < 25 || !description.endsWith(".")) {
          broken.accept(Dashboard.title(panel) + " needs a description in sentences");
        }
      }
    }
  },

  EVERY_PANEL_HAS_A_UNIT {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode panel : dashboard.panels()) {
        if (defaults(panel).path("unit").asText().isBlank()) {
          broken.accept(Dashboard.title(panel) + " has no unit");
        }
      }
    }
  },

  EVERY_PANEL_SAYS_WHY_IT_IS_EMPTY {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode panel : dashboard.panels()) {
        if (defaults(panel).path("noValue").asText().isBlank()) {
          broken.accept(Dashboard.title(panel) + " has no text for when there is no value");
        }
      }
    }
  },

  EVERY_PANEL_ASKS_SOMETHING {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode panel : dashboard.panels()) {
        Set<String> ids = new HashSet<>();
        for (JsonNode target : panel.path("targets")) {
          if (!ids.add(target.path("refId").asText())) {
            broken.accept(Dashboard.title(panel) + " has two queries of one refId");
          }
          if (PromQl.selectors(target.path("expr").asText()).isEmpty()) {
            broken.accept(Dashboard.title(panel) + " has a query without a metric");
          }
        }
        if (ids.isEmpty()) {
          broken.accept(Dashboard.title(panel) + " has no query");
        }
      }
    }
  },

  EVERY_SELECTOR_NAMES_THE_JOB {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      var job = new Selector.Matcher("job", "=~", "$job");
      for (Dashboard.Query query : dashboard.queries()) {
        for (Selector selector : PromQl.selectors(query.expression())) {
          if (!selector.matchers().contains(job)) {
            broken.accept(query.where() + ": " + selector.metric() + " without job=~\"$job\"");
          }
        }
      }
    }
  },

  /** Of several values =~, of a single one =: only then Grafana escapes as it must. */
  MATCHERS_FIT_THEIR_VARIABLES {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (Dashboard.Query query : dashboard.queries()) {
        for (Selector selector : PromQl.selectors(query.expression())) {
          for (Selector.Matcher matcher : selector.matchers()) {
            Matcher use = VARIABLE.matcher(matcher.value());
            if (use.find()) {
              String name = use.group(1) == null ? use.group(2) : use.group(1);
              boolean several =
                  variable(dashboard, name).filter(v -> v.path("multi").asBoolean()).isPresent();
              if (!matcher.operator().equals(several ? "=~" : "=")) {
                broken.accept(query.where() + ": " + matcher + " of $" + name);
              }
            }
          }
        }
      }
    }
  },

  /** Counters start anew with each process; their level says nothing. */
  COUNTERS_ARE_RATED {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (Dashboard.Query query : dashboard.queries()) {
        for (Selector selector : PromQl.selectors(query.expression())) {
          boolean rated = selector.within().stream().anyMatch(RATES::contains);
          boolean restored = selector.matchers().contains(RESTORED);
          if (isCounter(selector.metric()) && !rated && !restored) {
            broken.accept(query.where() + ": no rate of the counter " + selector.metric());
          }
          if (!isCounter(selector.metric()) && rated) {
            broken.accept(query.where() + ": a rate of the gauge " + selector.metric());
          }
        }
      }
    }
  },

  /** A fixed range is empty at one resolution, and blind at another. */
  RANGES_FOLLOW_THE_RESOLUTION {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (Dashboard.Query query : dashboard.queries()) {
        for (Selector selector : PromQl.selectors(query.expression())) {
          if (!selector.range().isEmpty() && !RANGES.contains(selector.range())) {
            broken.accept(query.where() + ": the fixed range [" + selector.range() + "]");
          }
        }
      }
    }
  },

  /**
   * Two instances may show the same series for a moment, so that only max gives its value. Rates
   * add up: shards of a series may be counted by several instances.
   */
  AGGREGATIONS_FIT_THE_METERS {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (Dashboard.Query query : dashboard.queries()) {
        for (Selector selector : PromQl.selectors(query.expression())) {
          String aggregation = selector.aggregation();
          if (aggregation.isEmpty() && !(query.json().has("iconColor"))) {
            broken.accept(query.where() + ": " + selector.metric() + " of each instance");
          }
          boolean ofSeries =
              selector.metric().startsWith("tailwatch_") && hasMatcher(selector, "run");
          if (ofSeries && !isCounter(selector.metric()) && !aggregation.equals("max")) {
            broken.accept(query.where() + ": " + selector.metric() + " needs max by");
          }
          if (ofSeries && isCounter(selector.metric()) && !aggregation.equals("sum")) {
            broken.accept(query.where() + ": " + selector.metric() + " needs sum by");
          }
        }
      }
    }
  },

  BRACKETS_ARE_CLOSED {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (Dashboard.Query query : dashboard.queries()) {
        String bare = query.expression().replaceAll("\"[^\"]*\"", "").replaceAll("\\$\\{\\w+}", "");
        for (String pair : List.of("()", "{}", "[]")) {
          if (count(bare, pair.charAt(0)) != count(bare, pair.charAt(1))) {
            broken.accept(query.where() + ": " + pair + " in " + query.expression());
          }
        }
      }
    }
  },

  /** Curves are called by what tells them apart, not by all of their labels. */
  LEGENDS_NAME_WHAT_IS_SHOWN {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (Dashboard.Query query : dashboard.targets()) {
        String legend = query.json().path("legendFormat").asText();
        boolean table = query.json().path("format").asText().equals("table");
        if (!table && (legend.isBlank() || legend.equals("__auto"))) {
          broken.accept(query.where() + " has no legend");
        }
        Set<String> labels = PromQl.groupings(query.expression());
        Matcher label = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}").matcher(legend);
        while (label.find()) {
          if (!labels.contains(label.group(1))) {
            broken.accept(
                query.where() + ": no label " + label.group(1) + " is left for " + legend);
          }
        }
      }
    }
  },

  /** An override of a name that no curve and no column has does nothing. */
  OVERRIDES_MEET_A_FIELD {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      for (JsonNode panel : dashboard.panels()) {
        Set<String> names = fieldNames(panel);
        for (JsonNode override : panel.path("fieldConfig").path("overrides")) {
          String id = override.path("matcher").path("id").asText();
          String wanted = override.path("matcher").path("options").asText();
          boolean met =
              id.equals("byRegexp")
                  ? names.stream().anyMatch(pattern(wanted).asPredicate())
                  : names.contains(wanted);
          if (!met) {
            broken.accept(Dashboard.title(panel) + ": no field " + wanted + " among " + names);
          }
          for (JsonNode property : override.path("properties")) {
            if (property.path("id").asText().equals("custom.fillBelowTo")
                && !names.contains(property.path("value").asText())) {
              broken.accept(Dashboard.title(panel) + ": a band down to " + property);
            }
          }
        }
      }
    }
  },

  /** To dashboards that exist, with time range, variables and data source; or to the live page. */
  LINKS_LEAD_SOMEWHERE {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      Set<String> uids = new TreeSet<>();
      Dashboard.all().forEach(each -> uids.add(each.json().path("uid").asText()));
      Json.objects(
          dashboard.json(),
          "",
          (path, object) -> {
            if (!object.has("url")) {
              return;
            }
            String url = object.path("url").asText();
            Matcher uid = Pattern.compile("^/d/([^/?]+)(\\?.*)?$").matcher(url);
            boolean known = uid.matches() && uids.contains(uid.group(1));
            if (!known && !url.startsWith("${analyzer}/")) {
              broken.accept(path + " leads to " + url);
            }
            boolean keepsAll =
                object.has("keepTime")
                    ? object.path("keepTime").asBoolean() && object.path("includeVars").asBoolean()
                    : url.contains("${__url_time_range}")
                        && url.contains("${datasource:queryparam}")
                        && url.contains("${job:queryparam}");
            if (known && !keepsAll) {
              broken.accept(path + " forgets time range or variables: " + url);
            }
          });
    }
  },

  /** Each dashboard leads to each other. */
  ALL_DASHBOARDS_ARE_REACHED {
    @Override
    void check(Dashboard dashboard, Consumer<String> broken) {
      String links = dashboard.json().path("links").toString();
      for (Dashboard other : Dashboard.all()) {
        String uid = other.json().path("uid").asText();
        if (!other.name().equals(dashboard.name()) && !links.contains("\"/d/" + uid + "\"")) {
          broken.accept("no link to " + uid);
        }
      }
    }
  };

  private static final List<String> KEYS_OF_A_DASHBOARD =
      List.of(
          "annotations",
          "editable",
          "fiscalYearStartMonth",
          "graphTooltip",
          "id",
          "links",
          "panels",
          "preload",
          "refresh",
          "schemaVersion",
          "tags",
          "templating",
          "time",
          "timepicker",
          "timezone",
          "title",
          "uid",
          "version",
          "weekStart");
  private static final List<String> KEYS_OF_A_ROW =
      List.of("collapsed", "gridPos", "id", "panels", "title", "type");
  private static final List<String> KEYS_OF_A_PANEL =
      List.of(
          "datasource",
          "fieldConfig",
          "gridPos",
          "id",
          "options",
          "pluginVersion",
          "targets",
          "title",
          "type");
  private static final Set<String> PANEL_TYPES =
      Set.of("bargauge", "row", "stat", "state-timeline", "table", "timeseries");
  private static final Set<String> RATES = Set.of("rate", "increase", "irate");
  private static final Set<String> RANGES = Set.of("$__rate_interval", "$__range", "$__interval");

  /** Most restorations are over before the first scrape: a rate would not see them. */
  private static final Selector.Matcher RESTORED =
      new Selector.Matcher("topic", "=~", ".+-changelog");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(\\w+)[^}]*}|\\$(?!\\{)([a-zA-Z_]\\w*)");

  /** Tells where the rule is broken. */
  abstract void check(Dashboard dashboard, Consumer<String> broken);

  /** The places where the rule is broken. */
  List<String> check(Dashboard dashboard) {
    List<String> found = new ArrayList<>();
    check(dashboard, found::add);
    return found;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static boolean overlap(JsonNode a, JsonNode b) {
    Function<JsonNode, int[]> box =
        at ->
            Arrays.stream(new String[] {"x", "y", "w", "h"})
                .mapToInt(key -> at.path(key).asInt())
                .toArray();
    int[] p = box.apply(a);
    int[] q = box.apply(b);
    return p[0] < q[0] + q[2] && q[0] < p[0] + p[2] && p[1] < q[1] + q[3] && q[1] < p[1] + p[3];
  }

  private static Optional<JsonNode> variable(Dashboard dashboard, String name) {
    return dashboard.variables().stream()
        .filter(variable -> variable.path("name").asText().equals(name))
        .findFirst();
  }

  private static String titleOf(JsonNode user) {
    return user.path("title").asText(user.path("name").asText(user.path("refId").asText()));
  }

  private static JsonNode defaults(JsonNode panel) {
    return panel.path("fieldConfig").path("defaults");
  }

  private static boolean hasMatcher(Selector selector, String label) {
    return selector.matchers().stream().anyMatch(matcher -> matcher.label().equals(label));
  }

  private static boolean isCounter(String metric) {
    return metric.matches(".*_(total|count|sum|bucket)");
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** As Grafana writes them: between slashes. */
  private static Pattern pattern(String written) {
    return Pattern.compile(written.replaceAll("^/|/$", ""));
  }

  /** Legends, and columns after they were renamed. */
  private static Set<String> fieldNames(JsonNode panel) {
    Set<String> names = new TreeSet<>();
    for (JsonNode target : panel.path("targets")) {
      names.add(target.path("legendFormat").asText());
    }
    for (JsonNode transformation : panel.path("transformations")) {
      transformation.path("options").path("renameByName").forEach(name -> names.add(name.asText()));
    }
    return names;
  }
}
