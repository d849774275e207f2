// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tailwatch.analyzer.stream.StreamClient;
import io.tailwatch.analyzer.stream.StreamHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;

/** The live stream, as server-sent events, whatever the client accepts. */
final class StreamRoute {
  private static final String TYPE = "text/event-stream; charset=utf-8";

  private final StreamHub hub;

  StreamRoute(StreamHub hub) {
    this.hub = hub;
  }

  void add(Routes routes) {
    routes.get("/api/v1/stream", this::stream);
  }

  private void stream(Context context) {
    Optional<String> run = Optional.ofNullable(Parameters.text(context, "run"));
    run.ifPresent(Parameters::requireRun);
    Optional<String> lastId = Optional.ofNullable(context.header("Last-Event-ID"));
    context.contentType(TYPE);
    // A proxy that gathers would keep the events to itself.
    context.header("X-Accel-Buffering", "no");
    if (!context.method().equals(HandlerType.HEAD)) {
      context.future(() -> open(context, run, lastId));
    }
  }

  private CompletableFuture<Void> open(
      Context context, Optional<String> run, Optional<String> lastId) {
    var response = new StreamResponse(output(context));
    StreamClient client =
        hub.open(response, run, lastId)
            .orElseThrow(
                () ->
                    ApiException.unavailable(
                        "there are %d clients of the stream already: close some, or read the lists"
                            .formatted(StreamHub.MAX_CLIENTS)));
    try {
      response.start(client, context.req().getAsyncContext());
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
    return response.done();
  }

  private static HttpOutput output(Context context) {
    try {
      return (HttpOutput) context.res().getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
