// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of the stream that keeps what it hears. */
final class EventStream implements AutoCloseable {
  /** An event. */
  record Event(String id, String type, String data) {}

  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final HttpResponse<InputStream> response;
  volatile boolean ended;

  private EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    var thread = new Thread(this::read, "test-event-stream");
    thread.setDaemon(true);
    thread.start();
  }

  static EventStream open(HttpApi api, String query, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + api.port() + "/api/v1/stream" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new EventStream(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  private void read() {
    try (var in =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      String type = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, type, line.substring(6)));
        }
      }
    } catch (IOException e) {
      // Closed, by us or by the server.
    } finally {
      ended = true;
    }
  }

  List<String> types() {
    return events.stream().map(Event::type).toList();
  }

  List<String> data(String type) {
    return events.stream().filter(e -> e.type().equals(type)).map(Event::data).toList();
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
