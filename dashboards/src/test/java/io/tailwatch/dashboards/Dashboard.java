// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of Grafana.
 *
 * @param name of its file, without the ending
 */
record Dashboard(String name, ObjectNode json) {
  static final Path DIRECTORY = Path.of("grafana", "dashboards");

  /** A query of a panel, of an annotation, or of a variable, and where it stands. */
  record Query(String where, String expression, JsonNode json) {}

  /** All that are shipped, by name. */
  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Dashboard read(Path file) {
    try {
      String name = file.getFileName().toString().replaceFirst("\\.json$", "");
      return new Dashboard(name, (ObjectNode) Json.MAPPER.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Dashboard copy() {
    return new Dashboard(name, json.deepCopy());
  }

  /** Rows and panels, those inside of closed rows too. */
  List<JsonNode> places() {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      found.add(panel);
      panel.path("panels").forEach(found::add);
    }
    return found;
  }

  /** All that show something. */
  List<JsonNode> panels() {
    return places().stream().filter(panel -> !type(panel).equals("row")).toList();
  }

  static String type(JsonNode panel) {
    return panel.path("type").asText();
  }

  /** How a panel is called in messages. */
  static String title(JsonNode panel) {
    return "panel " + panel.path("id").asText() + " '" + panel.path("title").asText() + "'";
  }

  List<JsonNode> variables() {
    return list(json.path("templating").path("list"));
  }

  List<JsonNode> annotations() {
    return list(json.path("annotations").path("list")).stream()
        .filter(annotation -> annotation.path("builtIn").asInt() != 1)
        .toList();
  }

  /** Queries of panels. */
  List<Query> targets() {
    List<Query> found = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        String where = title(panel) + " " + target.path("refId").asText();
        found.add(new Query(where, target.path("expr").asText(), target));
      }
    }
    return found;
  }

  /** Queries of panels and annotations. */
  List<Query> queries() {
    List<Query> found = new ArrayList<>(targets());
    for (JsonNode annotation : annotations()) {
      String where = "annotation '" + annotation.path("name").asText() + "'";
      found.add(new Query(where, annotation.path("expr").asText(), annotation));
    }
    return found;
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> found = new ArrayList<>();
    array.forEach(found::add);
    return found;
  }

  @Override
  public String toString() {
    return name;
  }
}
