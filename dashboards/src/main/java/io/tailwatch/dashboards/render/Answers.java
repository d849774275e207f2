// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Prometheus what panels and annotations ask. */
final class Answers {
  private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Prometheus prometheus;
  private final TimeRange time;

  Answers(Prometheus prometheus, TimeRange time) {
    this.prometheus = prometheus;
    this.time = time;
  }

  TimeRange time() {
    return time;
  }

  /** The variables of a dashboard, with these values where they are wanted. */
  Variables variables(JsonNode dashboard, Map<String, String> wanted)
      throws IOException, InterruptedException {
    return Variables.resolve(dashboard, wanted, prometheus, time);
  }

  /** Of each query its series: {@code refId, table, series: [{name, labels, points}]}. */
  ArrayNode of(JsonNode panel, Variables variables) throws IOException, InterruptedException {
    ArrayNode answers = NODES.arrayNode();
    for (JsonNode target : panel.path("targets")) {
      String expression = variables.inQuery(target.path("expr").asText());
      boolean instant = target.path("instant").asBoolean();
      JsonNode result =
          instant ? prometheus.instant(expression, time) : prometheus.range(expression, time);
      ObjectNode answer = answers.addObject();
      answer.put("refId", target.path("refId").asText());
      answer.put("table", target.path("format").asText().equals("table"));
      ArrayNode series = answer.putArray("series");
      for (JsonNode each : result) {
        ObjectNode one = series.addObject();
        one.put("name", fill(target.path("legendFormat").asText(), each.path("metric")));
        one.set("labels", each.path("metric"));
        one.set(
            "points", instant ? NODES.arrayNode().add(each.path("value")) : each.path("values"));
      }
    }
    return answers;
  }

  /** Of each annotation where it begins and ends: {@code name, color, title, from, to}. */
  ArrayNode annotations(JsonNode dashboard, Variables variables)
      throws IOException, InterruptedException {
    ArrayNode found = NODES.arrayNode();
    for (JsonNode annotation : dashboard.path("annotations").path("list")) {
      if (annotation.has("expr") && annotation.path("enable").asBoolean()) {
        String expression = variables.inQuery(annotation.path("expr").asText());
        for (JsonNode series : prometheus.range(expression, time)) {
          if (annotation.path("useValueForTime").asBoolean()) {
            moments(found, annotation, series);
          } else {
            regions(found, annotation, series);
          }
        }
      }
    }
    return found;
  }

  /** Values are times, in milliseconds. */
  private void moments(ArrayNode found, JsonNode annotation, JsonNode series) {
    Set<Double> times = new TreeSet<>();
    series.path("values").forEach(point -> times.add(point.get(1).asDouble() / 1000));
    for (double at : times) {
      if (at >= time.from()) {
        open(found, annotation, series).put("from", at).put("to", at);
      }
    }
  }

  private static ObjectNode open(ArrayNode found, JsonNode annotation, JsonNode series) {
    return found
        .addObject()
        .put("name", annotation.path("name").asText())
        .put("color", annotation.path("iconColor").asText())
        .put("title", fill(annotation.path("titleFormat").asText(), series.path("metric")));
  }

  /** Points that follow one another are one region. */
  private void regions(ArrayNode found, JsonNode annotation, JsonNode series) {
    ObjectNode open = null;
    for (JsonNode point : series.path("values")) {
      double at = point.get(0).asDouble();
      if (open == null || at - open.path("to").asDouble() > time.stepSeconds() * 1.5) {
        open = open(found, annotation, series).put("from", at);
      }
      open.put("to", at);
    }
  }

  private static String fill(String format, JsonNode labels) {
    return LABEL
        .matcher(format)
        .replaceAll(
            label -> Matcher.quoteReplacement(labels.path(label.group(1)).asText(label.group())));
  }
}
