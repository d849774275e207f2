// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The HTTP API of a Prometheus. Thread-safe. */
final class Prometheus {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final String url;

  /**
   * One that is asked later.
   *
   * @param url of its root
   */
  Prometheus(String url) {
    this.url = url.replaceAll("/+$", "");
  }

  /** The result at one time: an array of objects with {@code metric} and {@code value}. */
  JsonNode instant(String expression, TimeRange time) throws IOException, InterruptedException {
    return ask("query", Map.of("query", expression, "time", "" + time.to())).path("result");
  }

  /** The result over a range: an array of objects with {@code metric} and {@code values}. */
  JsonNode range(String expression, TimeRange time) throws IOException, InterruptedException {
    return ask(
            "query_range",
            Map.of(
                "query", expression,
                "start", "" + time.from(),
                "end", "" + time.to(),
                "step", "" + time.stepSeconds()))
        .path("result");
  }

  /** The values of a label among the series that a selector meets, in order. */
  Set<String> labelValues(String selector, String label, TimeRange time)
      throws IOException, InterruptedException {
    JsonNode series =
        ask(
            "series",
            Map.of("match[]", selector, "start", "" + time.from(), "end", "" + time.to()));
    Set<String> values = new TreeSet<>();
    for (JsonNode each : series) {
      if (each.has(label)) {
        values.add(each.get(label).asText());
      }
    }
    return values;
  }

  private JsonNode ask(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    String form =
        parameters.entrySet().stream()
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    JsonNode answer = mapper.readTree(response.body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IOException(
          "Prometheus refuses " + parameters + ": " + answer.path("error").asText());
    }
    return answer.path("data");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
