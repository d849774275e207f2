// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Asks the owner of a series, once: the request says that it was handed on, and whoever receives it
 * answers for itself. The caller's {@code Authorization} goes along, since instances of one
 * application trust each other through Kafka. Thread-safe.
 */
final class Relay {
  private final HttpClient client;
  private final Duration answerLimit;

  /**
   * A relay.
   *
   * @param connectLimit for the connection
   * @param answerLimit for the whole answer, the connection included
   */
  Relay(Duration connectLimit, Duration answerLimit) {
    this.answerLimit = answerLimit;
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(connectLimit)
            .build();
  }

  /** What the owner says. Blocks for the time limit at most. */
  PlotAnswer ask(HostInfo owner, PlotRequest request, Optional<String> authorization) {
    String authority = AdvertisedUrl.authority(owner);
    var asked =
        HttpRequest.newBuilder(URI.create("http://" + authority + request.path()))
            .header(PlotService.RELAYED, "1")
            .header("Accept", "application/json");
    authorization.ifPresent(value -> asked.header("Authorization", value));
    // The client's own limit ends with the headers; this one holds for the body too.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(asked.build(), BodyHandlers.ofByteArray());
    try {
      return relayed(authority, answer.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new PlotAnswer.TooLate(
          "%s, which owns the series, did not answer within %d ms"
              .formatted(authority, answerLimit.toMillis()));
    } catch (ExecutionException e) {
      return failed(authority, e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new PlotAnswer.Unavailable("this instance is closing");
    }
  }

  private static PlotAnswer relayed(String authority, HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("application/json") && !type.startsWith("application/problem+json")) {
      return new PlotAnswer.BadOwner(
          "%s, which is said to own the series, answered %d %s: no TailWatch analyzer; correct its"
                  .formatted(authority, response.statusCode(), type)
              + " --advertised-url");
    }
    if (response.statusCode() == 401) {
      return new PlotAnswer.BadOwner(
          "%s, which owns the series, has another token: give all instances the same --http-token"
              .formatted(authority));
    }
    return new PlotAnswer.Relayed(
        response.statusCode(), type, response.body(), response.headers().firstValue("Retry-After"));
  }

  private static PlotAnswer failed(String authority, Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return new PlotAnswer.TooLate(
          authority + ", which owns the series, did not accept the connection in time");
    }
    String what = cause instanceof ConnectException ? "does not listen" : "broke the connection";
    return new PlotAnswer.Unavailable(
        "%s, which owns the series, %s: it may have ended a moment ago".formatted(authority, what));
  }
}
