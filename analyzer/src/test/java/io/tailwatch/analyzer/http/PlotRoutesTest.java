// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.analyzer.query.PlotAnswer;
import io.tailwatch.analyzer.query.PlotKind;
import io.tailwatch.analyzer.query.PlotRequest;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlotRoutesTest {
  private static final String SERIES = "/api/v1/runs/a%20b/series/layer%2F1/norm";

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestSources sources = new TestSources();
  private final HttpApi api = TestApi.start(sources);

  record SomeView(String said, Double nothing) {}

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void theRequestIsUnderstood() throws Exception {
    sources.plot = new PlotAnswer.Found(new SomeView("this", null));
    HttpResponse<String> response = get(SERIES + "/ccdf?points=50");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"said\":\"this\",\"nothing\":null}");
    assertThat(sources.asked)
        .isEqualTo(
            new TestSources.Asked(
                new PlotRequest(
                    PlotKind.CCDF, SeriesKey.of("a b", "layer/1"), Observable.OBSERVABLE_NORM, 50),
                Optional.empty(),
                false));
    get(SERIES + "/hill");
    assertThat(sources.asked.request().points()).isEqualTo(200);
    assertThat(sources.asked.request().kind()).isEqualTo(PlotKind.HILL);
  }

  @Test
  void tokenAndTheMarkOfARelayArePassed() throws Exception {
    get(SERIES + "/qq", "Authorization", "Bearer secret", "TailWatch-Relayed", "1");
    assertThat(sources.asked.authorization()).contains("Bearer secret");
    assertThat(sources.asked.relayed()).isTrue();
  }

  @Test
  void everyAnswerHasItsStatus() throws Exception {
    assertProblem(new PlotAnswer.Unknown("none"), 404);
    assertProblem(new PlotAnswer.TooLate("none"), 504);
    assertProblem(new PlotAnswer.BadOwner("none"), 502);
    HttpResponse<String> response = assertProblem(new PlotAnswer.Unavailable("none"), 503);
    assertThat(response.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void theOwnersAnswerIsHandedOn() throws Exception {
    sources.plot =
        new PlotAnswer.Relayed(
            503,
            "application/problem+json",
            "{\"status\":503}".getBytes(StandardCharsets.UTF_8),
            Optional.of("9"));
    HttpResponse<String> response = get(SERIES + "/hill");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("{\"status\":503}");
    assertThat(response.headers().firstValue("retry-after")).contains("9");
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/problem+json");
  }

  @Test
  void pointsAreBounded() throws Exception {
    for (String points : new String[] {"9", "1001", "many", "-1", "99999999999"}) {
      HttpResponse<String> response = get(SERIES + "/hill?points=" + points);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(json(response).get("detail").asText())
          .isEqualTo("points must be a whole number in [10, 1000]: was " + points);
    }
    assertThat(get(SERIES.replace("norm", "curl") + "/hill").statusCode()).isEqualTo(400);
  }

  @Test
  void plotsDoNotWaitForTheCommittedOutput() throws Exception {
    sources.readBack = false;
    sources.plot = new PlotAnswer.Found(new SomeView("this", null));
    assertThat(get(SERIES + "/hill").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> assertProblem(PlotAnswer answer, int status) throws Exception {
    sources.plot = answer;
    HttpResponse<String> response = get(SERIES + "/hill");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(json(response).get("detail").asText()).isEqualTo("none");
    return response;
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }
}
