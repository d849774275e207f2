// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.tail.LatestFixtures;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertSeverity;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailAlert;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertRoutesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestSources sources = new TestSources();
  private final HttpApi api = TestApi.start(sources);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void withoutAlertsThePageIsEmpty() throws Exception {
    JsonNode page = page("");
    assertThat(page.get("alerts")).isEmpty();
    assertThat(page.get("active").asInt()).isZero();
    assertThat(page.get("next").isNull()).isTrue();
  }

  @Test
  void anAlertHasItsNumbers() throws Exception {
    add(
        alert("a b", "layer/1", AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_FIRING, 1_000)
            .toBuilder()
            .setSeverity(AlertSeverity.ALERT_SEVERITY_WARNING)
            .setSinceStep(7)
            .setIndex(IntervalValue.newBuilder().setValue(3).setLower(2.5).setUpper(3.5))
            .setBaseline(IntervalValue.newBuilder().setValue(5))
            .setScore(1.5)
            .setSentence("It changed.")
            .addGroupedSeries("layer/1")
            .addGroupedSeries("layer/2")
            .build());
    JsonNode alert = page("").get("alerts").get(0);
    assertThat(alert.get("run").asText()).isEqualTo("a b");
    assertThat(alert.get("observable").asText()).isEqualTo("norm");
    assertThat(alert.get("kind").asText()).isEqualTo("drift");
    assertThat(alert.get("state").asText()).isEqualTo("firing");
    assertThat(alert.get("severity").asText()).isEqualTo("warning");
    assertThat(alert.get("cause").isNull()).isTrue();
    assertThat(alert.get("sinceStep").asLong()).isEqualTo(7);
    assertThat(alert.at("/index/upper").asDouble()).isEqualTo(3.5);
    assertThat(alert.at("/baseline/value").asDouble()).isEqualTo(5);
    assertThat(alert.get("score").asDouble()).isEqualTo(1.5);
    assertThat(alert.get("groupedSeries")).hasSize(2);
    assertThat(alert.get("raisedAt").asText()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(alert.get("href").asText()).isEqualTo("/api/v1/runs/a%20b/series/layer%2F1/norm");
  }

  @Test
  void whatConcernsTheWholeSeriesHasNoObservable() throws Exception {
    add(
        alert("r", "s", AlertKind.ALERT_KIND_DIVERGENCE, AlertState.ALERT_STATE_FIRING, 1)
            .toBuilder()
            .clearObservable()
            .build());
    JsonNode alert = page("").get("alerts").get(0);
    assertThat(alert.get("observable").isNull()).isTrue();
    assertThat(alert.get("index").isNull()).isTrue();
    assertThat(alert.get("score").isNull()).isTrue();
    assertThat(alert.get("href").asText()).isEqualTo("/api/v1/runs/r");
  }

  @Test
  void activeAlertsComeFirstAndFiltersChoose() throws Exception {
    add(alert("p", "1", AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_RESOLVED, 9));
    add(alert("r", "2", AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_FIRING, 1));
    add(alert("r", "3", AlertKind.ALERT_KIND_BOUND_VIOLATION, AlertState.ALERT_STATE_SUSPECT, 2));
    add(alert("q", "4", AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_FIRING, 3));
    assertThat(series("")).containsExactly("4", "3", "2", "1");
    assertThat(series("?run=r")).containsExactly("3", "2");
    assertThat(series("?state=firing")).containsExactly("4", "2");
    assertThat(series("?kind=drift&run=r")).containsExactly("2");
    assertThat(series("?kind=stalled")).isEmpty();
    assertThat(page("?run=r").get("active").asInt()).isEqualTo(3);
  }

  @Test
  void pagesFollowEachOtherWhateverComesMeanwhile() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      add(
          alert(
              "r" + i, "s" + i, AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_FIRING, i / 3));
      all.add("s" + i);
    }
    List<String> read = new ArrayList<>();
    JsonNode page = page("?limit=10");
    while (true) {
      page.get("alerts").forEach(alert -> read.add(alert.get("series").asText()));
      if (page.get("next").isNull()) {
        break;
      }
      // Newer than all: it belongs before the first page.
      add(
          alert(
              "later" + read.size(),
              "later" + read.size(),
              AlertKind.ALERT_KIND_DRIFT,
              AlertState.ALERT_STATE_FIRING,
              1_000));
      page = page("?limit=10&after=" + page.get("next").asText());
    }
    assertThat(read).hasSize(25).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void wrongParametersSayTheRule() throws Exception {
    assertBad("?state=burning", "state must be one of suspect, firing, resolved: was burning");
    assertBad(
        "?kind=fire",
        "kind must be one of drift, bound-violation, infinite-variance, divergence, stalled: was"
            + " fire");
    assertBad("?limit=1001", "limit must be a whole number in [1, 1000]: was 1001");
    assertBad("?after=!", "after must be the next of a page before: was something else");
    assertBad("?after=AAAA", "after must be the next of a page before: was something else");
  }

  @Test
  void aRunShowsItsActiveAlerts() throws Exception {
    add(alert("r", "1", AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_RESOLVED, 1));
    add(alert("r", "2", AlertKind.ALERT_KIND_STALLED, AlertState.ALERT_STATE_FIRING, 2));
    add(alert("q", "3", AlertKind.ALERT_KIND_DRIFT, AlertState.ALERT_STATE_FIRING, 3));
    LatestFixtures.add(sources.latest, RunDescriptor.newBuilder().setRun("r").build());
    JsonNode run = json(get("/api/v1/runs/r"));
    assertThat(run.get("alerts").findValuesAsText("series")).containsExactly("2");
    assertThat(json(get("/api/v1/runs")).get(0)).isEqualTo(run);
  }

  private void assertBad(String query, String detail) throws Exception {
    HttpResponse<String> response = get("/api/v1/alerts" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("detail").asText()).isEqualTo(detail);
  }

  private void add(TailAlert alert) {
    LatestFixtures.add(sources.latest, alert);
  }

  private List<String> series(String query) throws Exception {
    return page(query).get("alerts").findValuesAsText("series");
  }

  private JsonNode page(String query) throws Exception {
    HttpResponse<String> response = get("/api/v1/alerts" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  private static TailAlert alert(
      String run, String series, AlertKind kind, AlertState state, long millis) {
    return TailAlert.newBuilder()
        .setRun(run)
        .setSeries(series)
        .setObservable(Observable.OBSERVABLE_NORM)
        .setKind(kind)
        .setState(state)
        .setRaisedAtMillis(millis)
        .build();
  }
}
