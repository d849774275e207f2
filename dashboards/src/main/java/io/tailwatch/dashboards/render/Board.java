// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A dashboard and all that it shows, as the page in {@code draw.js} wants it. */
final class Board {
  private Board() {}

  /**
   * Asks for everything.
   *
   * @param file of the dashboard
   * @param wanted values of variables; of the others all, or the first
   * @param theme {@code dark} or {@code light}
   */
  static ObjectNode of(Path file, Map<String, String> wanted, String theme, Answers answers)
      throws IOException, InterruptedException {
    var mapper = new ObjectMapper();
    ObjectNode dashboard = (ObjectNode) mapper.readTree(file.toFile());
    Variables chosen = answers.variables(dashboard, wanted);
    ObjectNode board = mapper.createObjectNode();
    board.put("title", dashboard.path("title").asText()).put("theme", theme);
    TimeRange time = answers.time();
    board.put("from", time.from()).put("to", time.to()).put("step", time.stepSeconds());
    board.set("links", dashboard.path("links"));
    ArrayNode variables = board.putArray("variables");
    dashboard
        .path("templating")
        .path("list")
        .forEach(
            variable ->
                variables
                    .addObject()
                    .put("label", variable.path("label").asText())
                    .put("value", chosen.choice(variable.path("name").asText())));
    board.set("annotations", answers.annotations(dashboard, chosen));
    ArrayNode panels = board.putArray("panels");
    for (Layout.Placed placed : Layout.of(dashboard, chosen)) {
      ObjectNode panel = panels.addObject();
      panel.set("panel", placed.panel());
      panel.set("answers", answers.of(placed.panel(), placed.variables()));
    }
    return board;
  }
}
