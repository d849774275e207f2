// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.health.Health;
import io.tailwatch.analyzer.health.Progress;
import io.tailwatch.analyzer.health.Progress.State;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.analyzer.tail.LatestFixtures;
import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestSources sources = new TestSources();
  private final Latest latest = sources.latest;
  private final HttpApi api = TestApi.start(sources);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void metricsAreInPrometheusText() throws Exception {
    HttpResponse<String> response = get("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body()).isEqualTo("some_metric 1.0\n");
  }

  @Test
  void healthSaysWhy() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(json(get("/health/ready")))
        .isEqualTo(
            JSON.readTree(
                """
                {"status": "ready", "reason": "", "causes": [],
                 "checks": {"streams": "RUNNING", "storesQueryable": true, "outputReadBack": true,
                   "progress": {"status": "ok", "lag": 5, "consumed": 100,
                     "secondsWithoutProgress": 3}}}
                """));
    sources.health = health(true, State.OK, "Kafka Streams is REBALANCING", "still reading back");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> response = get("/health/ready");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).get("status").asText()).isEqualTo("not ready");
    assertThat(json(response).get("reason").asText())
        .isEqualTo("Kafka Streams is REBALANCING; still reading back");
    assertThat(json(response).get("causes")).hasSize(2);
    sources.health = health(false, State.OK, "failed: disk full");
    assertThat(get("/health/live").statusCode()).isEqualTo(503);
    assertThat(json(get("/health/live")).get("status").asText()).isEqualTo("not live");
  }

  @Test
  void whoIsStuckIsReportedAndStaysAliveAndReady() throws Exception {
    assertThat(get("/health/progress").statusCode()).isEqualTo(200);
    sources.health = health(true, State.STUCK);
    HttpResponse<String> response = get("/health/progress");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).get("reason").asText())
        .isEqualTo("no record was consumed for 3 s with 5 to consume");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(json(get("/health/ready")).at("/checks/progress/status").asText())
        .isEqualTo("stuck");
  }

  private static Health health(boolean live, State state, String... causes) {
    return new Health(
        live,
        causes.length == 0,
        List.of(causes),
        new Health.Checks("RUNNING", true, true, new Progress(state, 5, 100, 3)));
  }

  @Test
  void withoutRunsTheListIsEmpty() throws Exception {
    assertThat(get("/api/v1/runs").body()).isEqualTo("[]");
  }

  @Test
  void runsListTheDirectoryAndWhatIsEstimated() throws Exception {
    LatestFixtures.add(
        latest,
        RunDescriptor.newBuilder()
            .setRun("r 1")
            .setAttempt(2)
            .setState(RunState.RUN_STATE_FINISHED)
            .setModel("ridge")
            .putTags("owner", "me")
            .addSeries("layer/1")
            .setStartedAtMillis(1_700_000_000_000L)
            .build());
    LatestFixtures.add(latest, defined("r 1", "layer/1"));
    LatestFixtures.add(latest, defined("unannounced", "w"));
    JsonNode runs = json(get("/api/v1/runs"));
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).get("run").asText()).isEqualTo("r 1");
    assertThat(runs.get(0).get("state").asText()).isEqualTo("finished");
    assertThat(runs.get(0).get("startedAt").asText()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(runs.get(0).get("endedAt").isNull()).isTrue();
    assertThat(runs.get(1).get("state").asText()).isEqualTo("unknown");
    assertThat(runs.get(1).get("series").get(0).asText()).isEqualTo("w");

    JsonNode run = json(get("/api/v1/runs/r%201"));
    assertThat(run).isEqualTo(runs.get(0));
    // The link leads to the estimate, although the names hold a space and a slash.
    String href = run.get("observables").get(0).get("href").asText();
    assertThat(href).isEqualTo("/api/v1/runs/r%201/series/layer%2F1/projection");
    assertThat(json(get(href)).get("series").asText()).isEqualTo("layer/1");
  }

  @Test
  void anEstimateHasItsNumbers() throws Exception {
    LatestFixtures.add(latest, defined("r", "w"));
    JsonNode estimate = json(get("/api/v1/runs/r/series/w/projection"));
    assertThat(estimate.get("verdict").asText()).isEqualTo("kesten-consistent");
    assertThat(estimate.get("observable").asText()).isEqualTo("projection");
    assertThat(estimate.get("reading").get("value").asDouble()).isEqualTo(3.1);
    assertThat(estimate.get("reading").get("reason").isNull()).isTrue();
    assertThat(estimate.get("index").get("lower").asDouble()).isEqualTo(3);
    assertThat(estimate.get("reason").isNull()).isTrue();
    assertThat(estimate.get("exceedances").asLong()).isEqualTo(500);
    assertThat(estimate.get("theory").get("kestenStatus").asText()).isEqualTo("repeat-bound");
    assertThat(estimate.get("warnings").get(0).get("code").asText()).isEqualTo("gaps");
  }

  @Test
  void infiniteNumbersAreNullBesideAReason() throws Exception {
    LatestFixtures.add(
        latest,
        defined("r", "w").toBuilder()
            .setVerdict(Verdict.VERDICT_LIGHT_TAILED)
            .setIndex(
                IntervalValue.newBuilder()
                    .setValue(9)
                    .setLower(7)
                    .setUpper(Double.POSITIVE_INFINITY))
            .build());
    HttpResponse<String> response = get("/api/v1/runs/r/series/w/projection");
    JsonNode index = json(response).get("index");
    assertThat(index.get("upper").isNull()).isTrue();
    assertThat(index.get("reason").asText()).isEqualTo("unbounded");
    assertThat(response.body()).doesNotContain("Infinity").doesNotContain("NaN");
  }

  @Test
  void undefinedNumbersAreNullBesideAReason() throws Exception {
    LatestFixtures.add(
        latest,
        TailEstimate.newBuilder()
            .setRun("r")
            .setSeries("w")
            .setObservable(Observable.OBSERVABLE_UPDATE_NORM)
            .setVerdict(Verdict.VERDICT_UNDEFINED)
            .setReason("too-few")
            .build());
    JsonNode estimate = json(get("/api/v1/runs/r/series/w/update-norm"));
    assertThat(estimate.get("verdict").asText()).isEqualTo("undefined");
    assertThat(estimate.get("reason").asText()).isEqualTo("too-few");
    assertThat(estimate.get("threshold").isNull()).isTrue();
    assertThat(estimate.get("exceedances").isNull()).isTrue();
    assertThat(estimate.get("index").get("value").isNull()).isTrue();
    assertThat(estimate.get("index").get("reason").asText()).isEqualTo("too-few");
    assertThat(estimate.get("theory").get("reason").asText())
        .contains("no hSGD band is known")
        .contains("the Kesten index is not known");
  }

  @Test
  void whatIsNotThereIsAProblemDocument() throws Exception {
    for (String path :
        new String[] {"/api/v1/runs/none", "/api/v1/runs/r/series/w/norm", "/nowhere"}) {
      HttpResponse<String> response = get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(response.headers().firstValue("content-type").orElseThrow())
          .startsWith("application/problem+json");
      JsonNode problem = json(response);
      assertThat(problem.get("type").asText()).isEqualTo("about:blank");
      assertThat(problem.get("title").asText()).isEqualTo("Not Found");
      assertThat(problem.get("status").asInt()).isEqualTo(404);
      assertThat(problem.get("detail").asText()).isNotEmpty();
      assertThat(problem.get("instance").asText()).isEqualTo(path);
    }
  }

  @Test
  void anUnknownObservableIsABadRequest() throws Exception {
    HttpResponse<String> response = get("/api/v1/runs/r/series/w/curl");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText())
        .isEqualTo(
            "observable must be one of projection, norm, weighted-norm, coordinates, update-norm,"
                + " identity: was curl");
  }

  @Test
  void listsAreNotGivenBeforeTheyAreComplete() throws Exception {
    LatestFixtures.add(latest, defined("r", "w"));
    sources.readBack = false;
    for (String path :
        new String[] {
          "/api/v1/runs",
          "/api/v1/runs/r",
          "/api/v1/runs/r/series/w/projection",
          "/api/v1/runs/r/series/w/projection/history",
          "/api/v1/alerts"
        }) {
      HttpResponse<String> response = get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(503);
      assertThat(response.headers().firstValue("retry-after")).contains("2");
      assertThat(json(response).get("detail").asText())
          .isEqualTo("the committed output is still being read back: try again in a moment");
    }
    sources.readBack = true;
    assertThat(get("/api/v1/runs/r").statusCode()).isEqualTo(200);
  }

  @Test
  void theHistoryHasItsNumbers() throws Exception {
    LatestFixtures.add(
        latest, defined("r", "w").toBuilder().setLastStep(10).clearReading().clearIndex().build());
    LatestFixtures.add(latest, defined("r", "w").toBuilder().setLastStep(20).setPane(2).build());
    JsonNode history = json(get("/api/v1/runs/r/series/w/projection/history"));
    assertThat(history.get("series").asText()).isEqualTo("w");
    JsonNode points = history.get("points");
    assertThat(points).hasSize(2);
    assertThat(points.get(0).get("reading").isNull()).isTrue();
    assertThat(points.get(0).get("reason").asText()).isEqualTo("kesten-consistent");
    assertThat(points.get(1).get("reading").asDouble()).isEqualTo(3.1);
    assertThat(points.get(1).get("indexUpper").asDouble()).isEqualTo(3.5);
    assertThat(points.get(1).get("theoryLower").asDouble()).isEqualTo(5);
    assertThat(points.get(1).get("reason").isNull()).isTrue();
    assertThat(json(get("/api/v1/runs/r/series/w/projection/history?limit=1")).get("points"))
        .hasSize(1);
    HttpResponse<String> wrong = get("/api/v1/runs/r/series/w/projection/history?limit=0");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(json(wrong).get("detail").asText())
        .isEqualTo("limit must be a whole number in [1, 2000]: was 0");
    assertThat(get("/api/v1/runs/r/series/none/projection/history").statusCode()).isEqualTo(404);
  }

  @Test
  void anotherMethodIsNotAllowed() throws Exception {
    for (String path : new String[] {"/api/v1/runs", "/health/live", "/metrics", "/"}) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri(path))
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(405);
      assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
      assertThat(response.headers().firstValue("content-type").orElseThrow())
          .startsWith("application/problem+json");
      assertThat(json(response).get("detail").asText())
          .isEqualTo("POST is not supported: the API is read by GET");
    }
  }

  @Test
  void aPathThatCannotBeDecodedIsAProblemDocument() throws Exception {
    // No client of ours would send that.
    try (var socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET /api/v1/runs/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(response)
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("content-type: application/problem+json")
          .doesNotContain("<html");
      JsonNode problem = JSON.readTree(response.substring(response.indexOf("\r\n\r\n") + 4));
      assertThat(problem.get("status").asInt()).isEqualTo(400);
      assertThat(problem.get("detail").asText()).isNotEmpty();
    }
  }

  @Test
  void nothingMayBeCached() throws Exception {
    for (String path :
        new String[] {
          "/api/v1", "/api/v1/runs", "/api/v1/openapi.json", "/metrics", "/health/live", "/none"
        }) {
      assertThat(get(path).headers().firstValue("cache-control")).as(path).contains("no-store");
    }
  }

  @Test
  void theIndexListsWhatThereIs() throws Exception {
    JsonNode index = json(get("/api/v1"));
    assertThat(index.get("service").asText()).isEqualTo("TailWatch analyzer");
    assertThat(index.get("paths").findValuesAsText("path"))
        .contains("/metrics", "/api/v1/runs/{run}", "/api/v1/openapi.json");
    for (JsonNode each : index.get("paths")) {
      String path =
          each.get("path")
              .asText()
              .replaceAll("\\?.*", "")
              .replace("{run}", "r")
              .replace("{series}", "w")
              .replace("{observable}", "norm");
      if (path.endsWith("/stream")) {
        // It would never end; StreamRouteTest reads it.
        continue;
      }
      assertThat(get(path).headers().firstValue("content-type").orElseThrow())
          .as(path)
          .matches("(application/json|application/problem\\+json|text/plain|text/html).*");
      // A path that does not exist would not say what it does not have.
      assertThat(get(path).body()).as(path).doesNotContain("Endpoint");
    }
  }

  @Test
  void aNameThatCannotBeOneIsABadRequest() throws Exception {
    HttpResponse<String> response = get("/api/v1/runs/r/series/" + "x".repeat(300) + "/projection");
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void aTakenPortSaysWhatToDo() {
    assertThatThrownBy(() -> TestApi.start("127.0.0.1", api.port(), sources))
        .isInstanceOf(ListenException.class)
        .hasMessage("port " + api.port() + " is already in use: choose another with --port");
  }

  private static TailEstimate defined(String run, String series) {
    return TailEstimate.newBuilder()
        .setRun(run)
        .setSeries(series)
        .setAttempt(1)
        .setObservable(Observable.OBSERVABLE_PROJECTION)
        .setVerdict(Verdict.VERDICT_KESTEN_CONSISTENT)
        .setReading(IntervalValue.newBuilder().setValue(3.1).setLower(2.9).setUpper(3.3))
        .setIndex(IntervalValue.newBuilder().setValue(3.2).setLower(3).setUpper(3.5))
        .setExceedances(500)
        .setTheory(
            TheoryBand.newBuilder()
                .setLower(5)
                .setUpper(6)
                .setKesten(3.3)
                .setKestenStatus(KestenStatus.KESTEN_STATUS_REPEAT_BOUND))
        .addWarnings(EstimateWarning.newBuilder().setCode("gaps").setMessage("1 step is missing"))
        .build();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + api.port() + path);
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }
}
