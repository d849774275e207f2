// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the HTTP API of one instance. */
final class Api {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String url;

  Api(String url) {
    this.url = url;
  }

  /** {@code host:port}, as the instance calls itself. */
  String name() {
    return url.substring("http://".length());
  }

  HttpResponse<String> get(String path) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int status(String path) {
    return get(path).statusCode();
  }

  /** What is there, asked again while it is unavailable; fails when nothing is. */
  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (response.statusCode() >= 503 && System.nanoTime() < deadline) {
      response = get(path);
    }
    if (response.statusCode() != 200) {
      throw new AssertionError(url + path + ": " + response.statusCode() + " " + response.body());
    }
    return parse(response);
  }

  static JsonNode parse(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
