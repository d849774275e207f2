// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.render;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Gives every question the same two series, and remembers the questions. */
final class CannedPrometheus implements AutoCloseable {
  private static final String LABELS =
      "\"job\":\"tailwatch\",\"instance\":\"a:1\",\"run\":\"r\",\"series\":\"s/1\",\"alert\":\"drift\",\"topic\":\"t\"";

  private final HttpServer server;
  private final List<String> questions = new CopyOnWriteArrayList<>();

  private CannedPrometheus(HttpServer server) {
    this.server = server;
  }

  static CannedPrometheus start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var canned = new CannedPrometheus(server);
    server.createContext("/api/v1/query", exchange -> canned.answer(exchange, false));
    server.createContext("/api/v1/query_range", exchange -> canned.answer(exchange, true));
    server.createContext(
        "/api/v1/series",
        exchange -> send(exchange, "[" + metric("projection") + "," + metric("norm") + "]"));
    server.start();
    return canned;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The expressions so far. */
  List<String> questions() {
    return questions;
  }

  private void answer(HttpExchange exchange, boolean range) throws IOException {
    Map<String, String> asked = form(exchange);
    questions.add(asked.get("query"));
    if (asked.get("query").contains("refuse me")) {
      byte[] body =
          "{\"status\":\"error\",\"error\":\"parse error\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(400, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      return;
    }
    String series =
        Stream.of("projection", "norm")
            .map(
                name ->
                    "{\"metric\":"
                        + metric(name)
                        + (range
                            ? ",\"values\":[" + values(asked) + "]}"
                            : ",\"value\":[" + asked.get("time") + ",\"4\"]}"))
            .collect(Collectors.joining(","));
    send(exchange, "{\"result\":[" + series + "]}");
  }

  /** Goes up and down, with a gap. */
  private static String values(Map<String, String> asked) {
    long step = Long.parseLong(asked.get("step"));
    return LongStream.iterate(
            Long.parseLong(asked.get("start")),
            at -> at <= Long.parseLong(asked.get("end")),
            at -> at + step)
        .mapToObj(
            at -> "[" + at + ",\"" + (at / step % 20 == 0 ? "NaN" : 3 + at / step % 5) + "\"]")
        .collect(Collectors.joining(","));
  }

  private static String metric(String observable) {
    return "{" + LABELS + ",\"observable\":\"" + observable + "\"}";
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return Stream.of(body.split("&"))
        .map(pair -> URLDecoder.decode(pair, StandardCharsets.UTF_8).split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static void send(HttpExchange exchange, String data) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body =
        ("{\"status\":\"success\",\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
