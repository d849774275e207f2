// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of a dashboard and what is chosen of them. Immutable but for {@link #resolve},
 * which fills them one after the other, since one may ask for another.
 */
final class Variables {
  /** What is chosen: all means that no condition is made of it. */
  private record Choice(List<String> values, boolean all, boolean multi, String allValue) {
    /** As Grafana writes it into a query. */
    String inQuery() {
      if (all) {
        return allValue;
      }
      if (!multi) {
        return values.get(0).replace("\\", "\\\\").replace("\"", "\\\"");
      }
      List<String> escaped = values.stream().map(Choice::quoted).toList();
      return escaped.size() == 1 ? escaped.get(0) : "(" + String.join("|", escaped) + ")";
    }

    /** A regular expression within a string: each backslash twice. */
    private static String quoted(String value) {
      return value
          .replace("\\", "\\\\\\\\")
          .replaceAll("[.*+?^${}()|\\[\\]]", "\\\\\\\\$0")
          .replace("\"", "\\\"");
    }
  }

  private static final Pattern USE = Pattern.compile("\\$\\{(\\w+)(?::\\w+)?}|\\$(\\w+)");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*),\\s*(\\w+)\\)");

  private final TimeRange time;
  private final Map<String, Choice> choices;

  private Variables(TimeRange time, Map<String, Choice> choices) {
    this.time = time;
    this.choices = choices;
  }

  /** Asks for the values of each; chooses what is wanted, else all, else the first. */
  static Variables resolve(
      JsonNode dashboard, Map<String, String> wanted, Prometheus prometheus, TimeRange time)
      throws IOException, InterruptedException {
    var found = new Variables(time, new LinkedHashMap<>());
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      found.add(variable, wanted.get(variable.path("name").asText()), prometheus);
    }
    return found;
  }

  private void add(JsonNode variable, String wanted, Prometheus prometheus)
      throws IOException, InterruptedException {
    boolean multi = variable.path("multi").asBoolean();
    List<String> values = List.of(variable.path("query").asText());
    if (variable.path("type").asText().equals("query")) {
      String query = inQuery(variable.path("query").path("query").asText());
      Matcher parts = LABEL_VALUES.matcher(query);
      if (!parts.matches()) {
        throw new IOException("not a query of label_values: " + query);
      }
      values = List.copyOf(prometheus.labelValues(parts.group(1), parts.group(2), time));
    }
    boolean all = wanted == null && variable.path("includeAll").asBoolean();
    if (wanted != null) {
      values = List.of(wanted);
    } else if (values.isEmpty()) {
      values = List.of("");
    } else if (!multi) {
      values = values.subList(0, 1);
    }
    choices.put(
        variable.path("name").asText(),
        new Choice(values, all, multi, variable.path("allValue").asText()));
  }

  /** The values that are chosen, one by one. */
  List<String> values(String name) {
    Choice choice = choices.get(name);
    return choice == null ? List.of() : choice.values();
  }

  /** What is chosen, for people. */
  String choice(String name) {
    Choice choice = choices.get(name);
    return choice.all() ? "All" : String.join(" + ", choice.values());
  }

  /** The same with one of the values chosen, for a panel that is repeated. */
  Variables with(String name, String value) {
    Map<String, Choice> narrowed = new HashMap<>(choices);
    Choice choice = choices.get(name);
    narrowed.put(name, new Choice(List.of(value), false, choice.multi(), choice.allValue()));
    return new Variables(time, narrowed);
  }

  /** A query with the values in it. */
  String inQuery(String text) {
    return replace(text, true);
  }

  /** A title with the values in it. */
  String inText(String text) {
    return replace(text, false);
  }

  private String replace(String text, boolean query) {
    return USE.matcher(text)
        .replaceAll(
            use -> {
              String name = use.group(1) == null ? use.group(2) : use.group(1);
              return Matcher.quoteReplacement(value(name, use.group(), query));
            });
  }

  private String value(String name, String written, boolean query) {
    return switch (name) {
      case "__rate_interval" -> time.rateIntervalSeconds() + "s";
      case "__interval" -> time.stepSeconds() + "s";
      case "__range" -> time.to() - time.from() + "s";
      default -> {
        Choice choice = choices.get(name);
        if (choice == null) {
          yield written;
        }
        yield query ? choice.inQuery() : String.join(" + ", choice.values());
      }
    };
  }
}
