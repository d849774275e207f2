// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The HTTP API of Prometheus. */
final class Prometheus {
  private final String url;
  private final ObjectMapper json = new ObjectMapper();

  Prometheus(String url) {
    this.url = url;
  }

  /** How many of the values that an expression gives now are numbers: NaN is not shown anywhere. */
  int values(String expression) {
    JsonNode result = ask(expression).path("result");
    int values = 0;
    for (JsonNode series : result) {
      if (!series.at("/value/1").asText().equals("NaN")) {
        values++;
      }
    }
    return values;
  }

  private JsonNode ask(String expression) {
    try {
      return data(Http.post(url + "/api/v1/query", "query", expression).body(), expression);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules as they were loaded, in their order. */
  List<Query> rules() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode group : rulesNow().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        queries.add(new Query(place(rule), rule.path("query").asText()));
      }
    }
    return queries;
  }

  /** The alert rules that fire now, by their place. */
  Set<String> firing() {
    Set<String> firing = new HashSet<>();
    for (JsonNode group : rulesNow().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (!rule.path("health").asText().equals("ok")
            && !rule.path("health").asText().equals("unknown")) {
          throw new VerifyException(place(rule) + ": " + rule.path("lastError").asText());
        }
        if (rule.path("state").asText().equals("firing")) {
          firing.add(place(rule));
        }
      }
    }
    return firing;
  }

  private JsonNode rulesNow() {
    try {
      return data(Http.get(url + "/api/v1/rules").body(), "rules");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(JsonNode rule) {
    String severity = rule.at("/labels/severity").asText();
    return "rule / " + rule.path("name").asText() + (severity.isEmpty() ? "" : " / " + severity);
  }

  private JsonNode data(String body, String asked) throws JsonProcessingException {
    JsonNode answer = json.readTree(body);
    if (!answer.path("status").asText().equals("success")) {
      throw new VerifyException(
          "Prometheus refuses: " + answer.path("error").asText() + "\n  " + asked);
    }
    return answer.path("data");
  }
}
