// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.analyzer.query.PlotKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which rows of an answer make a table. */
enum ExportShape {
  /** One row, with nested values as {@code reading.value}. */
  ESTIMATE(List.of()) {
    @Override
    List<JsonNode> rows(JsonNode view) {
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      flatten("", view, row);
      return List.of(row);
    }
  },
  /** The points of a history. */
  HISTORY(
      List.of(
          "attempt",
          "pane",
          "firstStep",
          "lastStep",
          "verdict",
          "reading",
          "readingLower",
          "readingUpper",
          "index",
          "indexLower",
          "indexUpper",
          "theoryLower",
          "theoryUpper",
          "kesten",
          "etaStar",
          "threshold",
          "exceedances",
          "tailFraction",
          "learningRate",
          "takenAt",
          "estimatedAt",
          "reason")),
  /** The points of a Hill plot. */
  HILL(List.of("k", "u", "tailFraction", "reading", "lower", "upper", "reason")),
  /** The points of all sides, each with its side. */
  CCDF(List.of("side", "x", "count", "survival", "fit", "lower", "upper", "kesten")) {
    @Override
    List<JsonNode> rows(JsonNode view) {
      List<JsonNode> rows = new ArrayList<>();
      for (JsonNode side : view.path("sides")) {
        for (JsonNode point : side.path("points")) {
          ObjectNode row = point.deepCopy();
          row.set("side", side.path("side"));
          rows.add(row);
        }
      }
      return rows;
    }
  },
  /** The quantiles. */
  QQ(List.of("probability", "sample", "studentT", "alphaStable"));

  private final List<String> columns;

  ExportShape(List<String> columns) {
    this.columns = columns;
  }

  /** That of a plot. */
  static ExportShape of(PlotKind kind) {
    return switch (kind) {
      case HILL -> HILL;
      case CCDF -> CCDF;
      case QQ -> QQ;
    };
  }

  /** The names of the columns of these rows. */
  List<String> columns(List<JsonNode> rows) {
    if (!columns.isEmpty()) {
      return columns;
    }
    return rows.get(0).properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The rows of an answer. */
  List<JsonNode> rows(JsonNode view) {
    List<JsonNode> rows = new ArrayList<>();
    view.path("points").forEach(rows::add);
    return rows;
  }

  /** Of lists only their codes are kept, and of assumptions those that fail. */
  private static void flatten(String prefix, JsonNode from, ObjectNode into) {
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        flatten(name + ".", value, into);
      } else if (value.isArray()) {
        into.put(name, codes(value));
      } else {
        into.set(name, value);
      }
    }
  }

  private static String codes(JsonNode list) {
    List<String> codes = new ArrayList<>();
    for (JsonNode each : list) {
      JsonNode holds = each.path("holds");
      if (holds.isMissingNode() || (holds.isBoolean() && !holds.asBoolean())) {
        codes.add(each.path("code").asText());
      }
    }
    return String.join(" ", codes);
  }
}
