// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every query of the dashboards: panels, variables, annotations; with the variables replaced by
 * what Grafana would put there for "All". A run stays to be chosen where only one can be.
 */
final class Dashboards {
  /** With a scrape each second. */
  private static final String RATE_INTERVAL = "5s";

  private static final String RANGE = "5m";

  /** Grafana asks for annotations in steps of a minute, for panels at a time in finer ones. */
  private static final String INTERVAL_OF_ANNOTATIONS = "1m";

  private static final String INTERVAL = "5s";

  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((.*),\\s*(\\w+)\\)", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

  private final List<Query> queries = new ArrayList<>();

  private Dashboards() {}

  /** Reads the dashboards of a directory. */
  static List<Query> queries(Path dir) throws IOException {
    var dashboards = new Dashboards();
    List<Path> files;
    try (Stream<Path> found = Files.list(dir)) {
      files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".json", "");
      dashboards.read(name, new ObjectMapper().readTree(file.toFile()));
    }
    return dashboards.queries;
  }

  private void read(String dashboard, JsonNode json) {
    for (JsonNode variable : json.at("/templating/list")) {
      if (variable.path("type").asText().equals("query")) {
        JsonNode query = variable.path("query");
        String text = query.isTextual() ? query.asText() : query.path("query").asText();
        Matcher values = LABEL_VALUES.matcher(text);
        if (!values.matches()) {
          throw new VerifyException(dashboard + " has a variable that is not known: " + text);
        }
        String labels = "group by (" + values.group(2) + ") (" + values.group(1) + ")";
        add(dashboard + " / variable / " + variable.path("name").asText(), labels, INTERVAL);
      }
    }
    for (JsonNode annotation : json.at("/annotations/list")) {
      if (annotation.has("expr")) {
        add(
            dashboard + " / annotation / " + annotation.path("name").asText(),
            annotation.path("expr").asText(),
            INTERVAL_OF_ANNOTATIONS);
      }
    }
    panels(dashboard, json.path("panels"));
  }

  private void panels(String dashboard, JsonNode panels) {
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.path("targets")) {
        String place = panel.path("title").asText() + " / " + target.path("refId").asText();
        add(dashboard + " / " + place, target.path("expr").asText(), INTERVAL);
      }
      panels(dashboard, panel.path("panels"));
    }
  }

  private void add(String place, String expression, String interval) {
    String replaced =
        VARIABLE
            .matcher(expression)
            .replaceAll(name -> Matcher.quoteReplacement(value(name.group(1), place, interval)))
            .replace("}}", "}");
    queries.add(new Query(place, replaced));
  }

  private String value(String variable, String place, String interval) {
    return switch (variable) {
      case "__rate_interval" -> RATE_INTERVAL;
      case "__range" -> RANGE;
      case "__interval" -> interval;
      case "run" -> place.startsWith("run /") ? Query.RUN : ".+";
      case "job", "instance", "series", "observable" -> ".+";
      default ->
          throw new VerifyException(place + " uses a variable that is not known: " + variable);
    };
  }
}
