// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards against the types that Grafana publishes, as {@code grafana/schema/generate} makes
 * a schema of them: it knows every key and every choice of a panel's options.
 */
class SchemaTest {
  private static JsonSchema schema;

  /** Something that Grafana would pass over, or trip over. */
  record Harm(String what, Consumer<ObjectNode> deed) {
    @Override
    public String toString() {
      return what;
    }
  }

  @BeforeAll
  static void readSchema() throws IOException {
    var file = Path.of("grafana", "schema", "dashboard.schema.json").toFile();
    schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(Json.MAPPER.readTree(file));
  }

  static Stream<Dashboard> dashboards() {
    return Dashboard.all().stream();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void isWhatGrafanaReads(Dashboard dashboard) {
    assertThat(validate(dashboard.json())).isEmpty();
  }

  static Stream<Harm> harms() {
    List<Harm> harms = new ArrayList<>();
    harms.add(new Harm("a key that nobody knows", d -> d.put("colour", "blue")));
    harms.add(new Harm("no version of the schema", d -> d.remove("schemaVersion")));
    harms.add(new Harm("a title that is a number", d -> d.put("title", 7)));
    harms.add(new Harm("an option of another panel", d -> options(d, "stat").put("rowHeight", 1)));
    harms.add(
        new Harm("a choice that there is not", d -> options(d, "stat").put("colorMode", "x")));
    harms.add(new Harm("an option left out", d -> options(d, "bargauge").remove("valueMode")));
    harms.add(new Harm("a misspelt style", d -> custom(d, "timeseries").put("lineWidht", 1)));
    harms.add(
        new Harm("a style that there is not", d -> custom(d, "timeseries").put("drawStyle", "x")));
    harms.add(new Harm("a panel of angular", d -> first(d, "stat").put("type", "graph")));
    harms.add(new Harm("a query without an expression", d -> target(d).remove("expr")));
    harms.add(new Harm("a misspelt query", d -> target(d).put("legend", "x")));
    return harms.stream();
  }

  @ParameterizedTest
  @MethodSource("harms")
  void isNotFooledBy(Harm harm) {
    Dashboard overview = Dashboard.read(Dashboard.DIRECTORY.resolve("overview.json"));
    harm.deed().accept(overview.json());
    assertThat(validate(overview.json())).isNotEmpty();
  }

  private static Set<ValidationMessage> validate(JsonNode dashboard) {
    return schema.validate(dashboard);
  }

  private static ObjectNode first(ObjectNode dashboard, String type) {
    for (JsonNode panel : dashboard.get("panels")) {
      if (Dashboard.type(panel).equals(type)) {
        return (ObjectNode) panel;
      }
    }
    throw new AssertionError("no panel of type " + type);
  }

  private static ObjectNode options(ObjectNode dashboard, String type) {
    return (ObjectNode) first(dashboard, type).get("options");
  }

  private static ObjectNode custom(ObjectNode dashboard, String type) {
    return (ObjectNode) first(dashboard, type).at("/fieldConfig/defaults/custom");
  }

  private static ObjectNode target(ObjectNode dashboard) {
    return (ObjectNode) first(dashboard, "stat").at("/targets/0");
  }
}
