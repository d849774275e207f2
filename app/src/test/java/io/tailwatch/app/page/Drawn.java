// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a chart has drawn.
 *
 * @param columns by their labels, in their order; null where a curve has a gap
 * @param marks as JSON
 */
record Drawn(String kind, Map<String, List<Double>> columns, JsonNode marks) {

  static Drawn of(JsonNode chartData) {
    Map<String, List<Double>> columns = new LinkedHashMap<>();
    for (int i = 0; i < chartData.get("labels").size(); i++) {
      columns.put(chartData.get("labels").get(i).asText(), numbers(chartData.get("data").get(i)));
    }
    return new Drawn(chartData.get("kind").asText(), columns, chartData.get("marks"));
  }

  List<Double> column(String label) {
    return columns.get(label);
  }

  /** The marks of a kind. */
  List<JsonNode> marks(String kind) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode mark : marks) {
      if (mark.get("kind").asText().equals(kind)) {
        found.add(mark);
      }
    }
    return found;
  }

  /** A field of each of some points, as charts have it. */
  static List<Double> column(Iterable<JsonNode> points, String field) {
    List<Double> column = new ArrayList<>();
    points.forEach(point -> column.add(number(point.get(field))));
    return column;
  }

  /** An array of numbers. */
  static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(each -> numbers.add(number(each)));
    return numbers;
  }

  private static Double number(JsonNode value) {
    return value == null || value.isNull() ? null : Double.valueOf(value.asDouble());
  }
}
