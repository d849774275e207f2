// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.analyzer.tail.LatestFixtures;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunRoutesTest {
  private final TestSources sources = new TestSources();
  private final HttpApi api = TestApi.start(sources);
  private final Client client = new Client(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void pagesFollowEachOtherByTheirLinks() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      String name = "run/%02d".formatted(i);
      names.add(name);
      LatestFixtures.add(sources.latest, RunDescriptor.newBuilder().setRun(name).build());
    }
    List<String> read = new ArrayList<>();
    String path = "/api/v1/runs?limit=10&sparkline=3";
    List<String> paths = new ArrayList<>();
    while (path != null) {
      paths.add(path);
      HttpResponse<String> response = client.get(path);
      read.addAll(Client.json(response).findValuesAsText("run"));
      String link = Client.header(response, "link");
      path = link == null ? null : link.substring(1, link.indexOf('>'));
      assertThat(link == null || link.endsWith(">; rel=\"next\"")).isTrue();
    }
    assertThat(read).isEqualTo(names);
    assertThat(paths)
        .containsExactly(
            "/api/v1/runs?limit=10&sparkline=3",
            "/api/v1/runs?limit=10&after=run%2F09&sparkline=3",
            "/api/v1/runs?limit=10&after=run%2F19&sparkline=3");
    // One that is exactly full has no next one.
    assertThat(Client.header(client.get("/api/v1/runs?limit=25"), "link")).isNull();
  }

  @Test
  void theStateChooses() throws Exception {
    LatestFixtures.add(sources.latest, run("a", RunState.RUN_STATE_RUNNING));
    LatestFixtures.add(sources.latest, run("b", RunState.RUN_STATE_FINISHED));
    LatestFixtures.add(sources.latest, run("c", RunState.RUN_STATE_RUNNING));
    LatestFixtures.add(sources.latest, Estimates.of("d", "w", 1).build());
    assertThat(names("?state=running")).containsExactly("a", "c");
    assertThat(names("?state=unknown")).containsExactly("d");
    assertThat(names("?state=failed")).isEmpty();
    assertThat(names("?state=")).hasSize(4);
    assertThat(Client.header(client.get("/api/v1/runs?limit=1&state=running"), "link"))
        .isEqualTo("</api/v1/runs?limit=1&after=a&state=running>; rel=\"next\"");
  }

  @Test
  void wrongParametersSayTheRule() throws Exception {
    assertBad("/api/v1/runs?limit=0", "limit must be a whole number in [1, 1000]: was 0");
    assertBad(
        "/api/v1/runs?sparkline=201", "sparkline must be a whole number in [0, 200]: was 201");
    assertBad("/api/v1/runs/r?sparkline=x", "sparkline must be a whole number in [0, 200]: was x");
    assertBad(
        "/api/v1/runs?state=asleep",
        "state must be one of running, finished, failed, unknown: was asleep");
  }

  @Test
  void anObservableTellsWhereItStands() throws Exception {
    for (int pane = 1; pane <= 20; pane++) {
      LatestFixtures.add(sources.latest, Estimates.of("r", "w", pane).build());
    }
    JsonNode shown = Client.json(client.get("/api/v1/runs/r")).at("/observables/0");
    assertThat(shown.get("verdict").asText()).isEqualTo("within");
    assertThat(shown.get("lastStep").asLong()).isEqualTo(20_999);
    assertThat(shown.at("/index/value").asDouble()).isEqualTo(3.2);
    assertThat(shown.at("/reading/upper").asDouble()).isEqualTo(3.3);
    assertThat(shown.get("learningRate").asDouble()).isEqualTo(0.1);
    assertThat(shown.get("stepsPerSecond").asDouble()).isEqualTo(100);
    assertThat(shown.get("takenAt").asText()).isEqualTo("2023-11-14T22:16:40Z");
    assertThat(shown.has("sparkline")).isFalse();
    JsonNode sparkline =
        Client.json(client.get("/api/v1/runs?sparkline=3")).at("/0/observables/0/sparkline");
    assertThat(sparkline.toString()).isEqualTo("[[18999,3.18],[19999,3.19],[20999,3.2]]");
    assertThat(
            Client.json(client.get("/api/v1/runs/r?sparkline=200")).at("/observables/0/sparkline"))
        .hasSize(20);
  }

  @Test
  void whatIsUndefinedIsNullBesideAReason() throws Exception {
    TailEstimate burnIn =
        Estimates.of("r", "w", 1)
            .setVerdict(Verdict.VERDICT_BURN_IN)
            .clearReading()
            .clearIndex()
            .setLearningRate(0)
            .build();
    LatestFixtures.add(sources.latest, burnIn);
    JsonNode shown = Client.json(client.get("/api/v1/runs/r?sparkline=5")).at("/observables/0");
    assertThat(shown.get("reason").asText()).isEqualTo("burn-in");
    assertThat(shown.at("/index/reason").asText()).isEqualTo("burn-in");
    assertThat(shown.get("learningRate").isNull()).isTrue();
    assertThat(shown.get("stepsPerSecond").isNull()).isTrue();
    assertThat(shown.get("sparkline").toString()).isEqualTo("[[1999,null]]");
  }

  @Test
  void headTellsWhatGetWould() throws Exception {
    LatestFixtures.add(sources.latest, Estimates.of("r", "w", 1).build());
    HttpResponse<String> there = client.send("HEAD", "/api/v1/runs/r");
    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.body()).isEmpty();
    assertThat(Client.header(there, "content-type")).startsWith("application/json");
    assertThat(client.send("HEAD", "/api/v1/runs/none").statusCode()).isEqualTo(404);
  }

  private void assertBad(String path, String detail) throws Exception {
    HttpResponse<String> response = client.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(400);
    assertThat(Client.json(response).get("detail").asText()).isEqualTo(detail);
  }

  private List<String> names(String query) throws Exception {
    List<String> names = new ArrayList<>();
    Client.json(client.get("/api/v1/runs" + query)).forEach(r -> names.add(r.get("run").asText()));
    return names;
  }

  private static RunDescriptor run(String name, RunState state) {
    return RunDescriptor.newBuilder().setRun(name).setState(state).build();
  }
}
