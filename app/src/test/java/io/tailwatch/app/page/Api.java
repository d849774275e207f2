// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the API beside the browser. */
final class Api {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;

  Api(String url) {
    this.url = url;
  }

  /** The answer, with pairs of name and value as headers. */
  HttpResponse<String> get(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is there; empty while nothing is, or while it cannot be told. */
  Optional<JsonNode> find(String path) {
    HttpResponse<String> response = get(path);
    return response.statusCode() == 200 ? Optional.of(parse(response.body())) : Optional.empty();
  }

  /** What is there; fails when nothing is. */
  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(url + path + ": " + response.statusCode() + " " + response.body());
    }
    return parse(response.body());
  }

  static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
