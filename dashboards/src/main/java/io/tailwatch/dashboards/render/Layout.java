// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Rows and panels where Grafana puts them, once those that are repeated have been. */
final class Layout {
  private static final int COLUMNS = 24;

  /** A panel in its place, with the values of variables that it was repeated for. */
  record Placed(ObjectNode panel, Variables variables) {}

  private final List<Placed> placed = new ArrayList<>();

  /** How many lines repetitions have added so far. */
  private int shift;

  private Layout() {}

  /** The rows and panels of a dashboard, in its order. */
  static List<Placed> of(JsonNode dashboard, Variables variables) {
    var layout = new Layout();
    List<JsonNode> section = new ArrayList<>();
    JsonNode row = null;
    for (JsonNode panel : dashboard.path("panels")) {
      if (panel.path("type").asText().equals("row")) {
        layout.section(row, section, variables);
        row = panel;
        section = new ArrayList<>();
      } else {
        section.add(panel);
      }
    }
    layout.section(row, section, variables);
    return layout.placed;
  }

  private void section(JsonNode row, List<JsonNode> panels, Variables variables) {
    String repeat = row == null ? "" : row.path("repeat").asText();
    if (repeat.isEmpty()) {
      once(row, panels, variables);
      return;
    }
    int before = shift;
    int height = height(row, panels);
    List<String> values = variables.values(repeat);
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        // What the last one has grown by is in the shift already.
        shift += height;
      }
      once(row, panels, variables.with(repeat, values.get(i)));
    }
    if (values.isEmpty()) {
      shift = before - height;
    }
  }

  private static int height(JsonNode row, List<JsonNode> panels) {
    int top = row.path("gridPos").path("y").asInt();
    int bottom = top + 1;
    for (JsonNode panel : panels) {
      JsonNode at = panel.path("gridPos");
      bottom = Math.max(bottom, at.path("y").asInt() + at.path("h").asInt());
    }
    return bottom - top;
  }

  private void once(JsonNode row, List<JsonNode> panels, Variables variables) {
    if (row != null) {
      place(row, variables, row.path("gridPos").path("x").asInt(), 0, COLUMNS);
    }
    int grown = 0;
    for (JsonNode panel : panels) {
      String repeat = panel.path("repeat").asText();
      JsonNode at = panel.path("gridPos");
      if (repeat.isEmpty()) {
        place(panel, variables, at.path("x").asInt(), grown, at.path("w").asInt());
        continue;
      }
      List<String> values = variables.values(repeat);
      int perLine = Math.max(1, Math.min(values.size(), panel.path("maxPerRow").asInt(4)));
      int width = COLUMNS / perLine;
      for (int i = 0; i < values.size(); i++) {
        int line = i / perLine * at.path("h").asInt();
        place(panel, variables.with(repeat, values.get(i)), i % perLine * width, line, width);
      }
      int lines = (values.size() + perLine - 1) / perLine;
      grown += Math.max(0, lines - 1) * at.path("h").asInt();
    }
    shift += grown;
  }

  private void place(JsonNode panel, Variables variables, int x, int down, int width) {
    ObjectNode copy = panel.deepCopy();
    ObjectNode at = copy.withObject("/gridPos");
    at.put("x", x).put("w", width).put("y", at.path("y").asInt() + shift + down);
    copy.put("title", variables.inText(copy.path("title").asText()));
    placed.add(new Placed(copy, variables));
  }
}
