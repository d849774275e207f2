// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.health.Progress;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotFixtures;
import io.tailwatch.analyzer.stream.EventWriter;
import io.tailwatch.analyzer.tail.LatestFixtures;
import io.tailwatch.analyzer.topology.RealOutput;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description of the API against what it does, with estimates of the real topology. */
class OpenApiTest {
  private static final TestSources SOURCES = new TestSources();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  @TempDir static Path stateDir;
  private static RealOutput output;
  private static HttpApi api;
  private static Client client;
  private static JsonNode document;

  /** What stands for a parameter of a path. */
  private static final Map<String, String> NAMES =
      Map.of("run", "run", "series", "w", "observable", "projection", "file", "sub/app.js");

  @BeforeAll
  static void start() throws Exception {
    output = RealOutput.make(stateDir);
    assertThat(output.estimates()).hasSizeGreaterThan(20);
    assertThat(output.alerts()).isNotEmpty();
    output.estimates().forEach(each -> LatestFixtures.add(SOURCES.latest, each));
    output.alerts().forEach(each -> LatestFixtures.add(SOURCES.latest, each));
    LatestFixtures.add(
        SOURCES.latest,
        RunDescriptor.newBuilder()
            .setRun("run")
            .setState(RunState.RUN_STATE_RUNNING)
            .setModel("ridge")
            .putTags("owner", "me")
            .addSeries("w")
            .setStartedAtMillis(1_700_000_000_000L)
            .build());
    LatestFixtures.add(SOURCES.latest, RunDescriptor.newBuilder().setRun("announced").build());
    api = TestApi.start(SOURCES);
    client = new Client(api);
    document = Client.json(client.get("/api/v1/openapi.json"));
  }

  @BeforeEach
  void reset() {
    SOURCES.readBack = true;
    SOURCES.plots = PlotFixtures::answer;
  }

  @AfterAll
  static void close() {
    api.close();
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    assertThat(document.get("openapi").asText()).startsWith("3.1.");
    Set<String> described = new HashSet<>();
    document.get("paths").properties().forEach(path -> described.add(path.getKey()));
    assertThat(api.paths().stream().map(path -> path.replace('<', '{').replace('>', '}')))
        .containsExactlyInAnyOrderElementsOf(described);
    // The short list is the same.
    assertThat(IndexRoute.ENTRIES.stream().map(each -> each.path().replaceAll("\\?.*", "")))
        .allMatch(described::contains);
  }

  @Test
  void everyPathAnswersAsDescribed() throws Exception {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      if (path.getKey().equals("/api/v1/stream")) {
        continue;
      }
      HttpResponse<String> response = client.get(filled(path.getKey()));
      assertThat(response.statusCode()).as(path.getKey()).isEqualTo(200);
      assertAsDescribed(path.getKey(), response);
    }
  }

  @Test
  void theParametersAreUnderstoodAndTheirBoundsKept() throws Exception {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (JsonNode each : path.getValue().at("/get/parameters")) {
        JsonNode parameter = resolved(each);
        if (!parameter.get("in").asText().equals("query")
            || path.getKey().equals("/api/v1/stream")) {
          continue;
        }
        for (String value : allowed(parameter.get("schema"))) {
          assertStatus(path.getKey(), parameter, value, 200);
        }
        for (String value : refused(parameter.get("schema"))) {
          assertStatus(path.getKey(), parameter, value, 400);
        }
      }
    }
  }

  private void assertStatus(String path, JsonNode parameter, String value, int status)
      throws Exception {
    String asked = filled(path) + "?" + parameter.get("name").asText() + "=" + value;
    HttpResponse<String> response = client.get(asked);
    assertThat(response.statusCode()).as(asked).isEqualTo(status);
    assertAsDescribed(path, response);
  }

  private static List<String> allowed(JsonNode schema) {
    List<String> values = new ArrayList<>();
    schema.path("enum").forEach(value -> values.add(value.asText()));
    for (String bound : List.of("minimum", "maximum", "default")) {
      if (schema.has(bound)) {
        values.add(schema.get(bound).asText());
      }
    }
    return values;
  }

  private static List<String> refused(JsonNode schema) {
    List<String> values = new ArrayList<>();
    if (schema.has("enum")) {
      values.add("none-of-them");
    }
    if (schema.has("minimum")) {
      values.add("" + (schema.get("minimum").asLong() - 1));
      values.add("" + (schema.get("maximum").asLong() + 1));
      values.add("many");
    }
    return values;
  }

  @Test
  void errorsAreAsDescribed() throws Exception {
    String estimate = "/api/v1/runs/{run}/series/{series}/{observable}";
    assertProblem("/api/v1/runs/{run}", client.get("/api/v1/runs/none"), 404);
    assertProblem(estimate, client.get("/api/v1/runs/run/series/none/norm"), 404);
    assertProblem(estimate, client.get("/api/v1/runs/run/series/w/curl"), 400);
    assertProblem("/page/{file}", client.get("/page/none.js"), 404);
    assertProblem("/metrics", client.send("DELETE", "/metrics"), 405);
    assertProblem("/api/v1/runs", client.get("/api/v1/runs?after=" + "x".repeat(6_001)), 414);
    assertProblem("/api/v1", client.get("/api/v1", "X-Long", "x".repeat(20_000)), 431);
    SOURCES.readBack = false;
    for (String path : List.of("/api/v1/runs", "/api/v1/alerts", estimate, estimate + "/history")) {
      HttpResponse<String> response = client.get(filled(path));
      assertProblem(path, response, 503);
      assertThat(Client.header(response, "retry-after")).isNotNull();
    }
    SOURCES.plots = request -> new PlotAnswer.TooLate("late");
    assertProblem(estimate + "/hill", client.get(filled(estimate + "/hill")), 504);
    SOURCES.plots = request -> new PlotAnswer.BadOwner("bad");
    assertProblem(estimate + "/qq", client.get(filled(estimate + "/qq")), 502);
    SOURCES.plots = request -> new PlotAnswer.Unavailable("moving");
    assertProblem(estimate + "/ccdf", client.get(filled(estimate + "/ccdf")), 503);
  }

  @Test
  void withATokenEverythingThatIsDescribedAsGuardedIs() throws Exception {
    try (var guarded = TestApi.start(TestApi.guarded(), new TestSources())) {
      var stranger = new Client(guarded);
      for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
        JsonNode security = path.getValue().at("/get/security");
        boolean open = security.isArray() && security.isEmpty();
        HttpResponse<String> response = stranger.get(filled(path.getKey()));
        assertThat(response.statusCode()).as(path.getKey()).isEqualTo(open ? 200 : 401);
        assertAsDescribed(path.getKey(), response);
      }
    }
  }

  @Test
  void unhealthyAnswersAreAsDescribed() throws Exception {
    Health health = SOURCES.health;
    try {
      SOURCES.health =
          new Health(
              false,
              false,
              List.of("failed: disk full"),
              new Health.Checks(
                  "ERROR", false, false, new Progress(Progress.State.STUCK, 5, 1, 70)));
      for (String path : List.of("/health/live", "/health/ready", "/health/progress")) {
        HttpResponse<String> response = client.get(path);
        assertThat(response.statusCode()).isEqualTo(503);
        assertAsDescribed(path, response);
      }
    } finally {
      SOURCES.health = health;
    }
  }

  @Test
  void eventsOfTheStreamAreAsDescribed() throws Exception {
    EventWriter events = new StreamEvents(SOURCES.latest, new Answers());
    for (var estimate : output.estimates()) {
      assertFits(
          reference("EstimateEvent"), Client.JSON.readTree(events.estimate(estimate)), "estimate");
    }
    for (var alert : output.alerts()) {
      assertFits(reference("Alert"), Client.JSON.readTree(events.alert(alert)), "alert");
    }
    for (String run : List.of("run", "announced", "none")) {
      assertFits(reference("RunEvent"), Client.JSON.readTree(events.run(run)), "run");
    }
    assertFits(reference("ResyncEvent"), Client.JSON.readTree("{}"), "resync");
  }

  @Test
  void everyRealEstimateIsAsDescribed() throws Exception {
    for (String series : List.of("w/projection", "w/norm", "diverged/identity")) {
      String path = "/api/v1/runs/run/series/" + series;
      HttpResponse<String> response = client.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertFits(reference("Estimate"), Client.json(response), path);
      assertFits(reference("History"), Client.json(client.get(path + "/history")), path);
    }
    JsonNode estimate = Client.json(client.get("/api/v1/runs/run/series/w/projection"));
    // The real ones are worth the test: theory is known, and a reading is there.
    assertThat(estimate.at("/theory/lower").isNumber()).isTrue();
    assertThat(estimate.at("/reading/value").isNumber()).isTrue();
  }

  @Test
  void everyFieldOfAnAnswerIsDescribed() {
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      assertClosed(schema.getKey(), schema.getValue());
    }
  }

  /** An object names all of its fields, and none is left out of those that are always there. */
  private static void assertClosed(String where, JsonNode schema) {
    if (schema.has("properties")) {
      assertThat(schema.path("additionalProperties").isBoolean()).as(where).isTrue();
      assertThat(schema.path("additionalProperties").asBoolean()).as(where).isFalse();
      Set<String> required = new HashSet<>();
      schema.path("required").forEach(name -> required.add(name.asText()));
      schema
          .get("properties")
          .properties()
          .forEach(
              property -> {
                assertThat(
                        required.contains(property.getKey())
                            || property.getKey().equals("sparkline"))
                    .as(where + "." + property.getKey())
                    .isTrue();
                assertClosed(where + "." + property.getKey(), property.getValue());
              });
    }
    if (schema.has("items")) {
      assertClosed(where + "[]", schema.get("items"));
    }
  }

  @Test
  void theExamplesAreRight() {
    int checked = 0;
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> answer : path.getValue().at("/get/responses").properties()) {
        JsonNode json = resolved(answer.getValue()).at("/content/application~1json");
        if (json.has("example")) {
          assertFits(json.get("schema"), json.get("example"), path.getKey());
          checked++;
        }
      }
    }
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      for (JsonNode example : schema.getValue().path("examples")) {
        assertFits(reference(schema.getKey()), example, schema.getKey());
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(5);
  }

  private static String filled(String path) {
    String filled = path;
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      filled = filled.replace("{" + name.getKey() + "}", name.getValue());
    }
    return filled;
  }

  private static void assertProblem(String path, HttpResponse<String> response, int status)
      throws IOException {
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    assertThat(Client.header(response, "content-type")).startsWith("application/problem+json");
    assertAsDescribed(path, response);
  }

  /** Status, type and body are among those that are described for the path. */
  private static void assertAsDescribed(String path, HttpResponse<String> response)
      throws IOException {
    JsonNode answers = document.get("paths").get(path).at("/get/responses");
    String status = "" + response.statusCode();
    assertThat(answers.has(status)).as(path + " " + status).isTrue();
    String type = Optional.ofNullable(Client.header(response, "content-type")).orElse("");
    String bare = type.split(";")[0];
    JsonNode content = resolved(answers.get(status)).path("content");
    assertThat(content.has(bare) || content.has("*/*"))
        .as(path + " " + status + " " + type)
        .isTrue();
    if (bare.equals("application/json") || bare.equals("application/problem+json")) {
      assertFits(content.get(bare).get("schema"), Client.json(response), path);
    }
    if (bare.equals("text/csv")) {
      assertThat(response.body()).contains("\r\n");
    }
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode reference(String schema) {
    return Client.JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
  }

  private static void assertFits(JsonNode schema, JsonNode value, String where) {
    // A schema of its own, which finds what it refers to.
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    assertThat(SCHEMAS.getSchema(whole).validate(value)).as(where).isEmpty();
  }
}
