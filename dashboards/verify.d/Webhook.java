// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Takes what Alertmanager sends to Slack. */
final class Webhook implements AutoCloseable {
  /** A message as it came. */
  record Message(Instant at, String title, String link, String color, String text) {}

  private final HttpServer server;
  private final ObjectMapper json = new ObjectMapper();
  private final List<Message> messages = new CopyOnWriteArrayList<>();

  Webhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode attachment = json.readTree(exchange.getRequestBody()).at("/attachments/0");
      messages.add(
          new Message(
              Instant.now(),
              attachment.path("title").asText(),
              attachment.path("title_link").asText(),
              attachment.path("color").asText(),
              attachment.path("text").asText()));
      // Slack's own answer.
      byte[] answer = {'o', 'k'};
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }

  Optional<Message> first(Predicate<Message> wanted) {
    return messages.stream().filter(wanted).findFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
