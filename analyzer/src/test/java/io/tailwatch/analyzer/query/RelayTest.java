// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import static io.tailwatch.analyzer.query.WindowFixtures.KEY;
import static io.tailwatch.analyzer.query.WindowFixtures.PROJECTION;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tailwatch.analyzer.query.PlotAnswer.BadOwner;
import io.tailwatch.analyzer.query.PlotAnswer.Relayed;
import io.tailwatch.analyzer.query.PlotAnswer.TooLate;
import io.tailwatch.analyzer.query.PlotAnswer.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final PlotRequest REQUEST = new PlotRequest(PlotKind.QQ, KEY, PROJECTION, 50);

  /** For answers that come: a busy machine needs its time for the first. */
  private final Relay relay = new Relay(Duration.ofSeconds(30), Duration.ofSeconds(30));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicReference<HttpExchange> asked = new AtomicReference<>();
  private HttpServer owner;

  @BeforeEach
  void start() throws IOException {
    owner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    owner.setExecutor(threads);
    owner.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    owner.stop(0);
    threads.shutdownNow();
  }

  @Test
  void theAnswerIsHandedOnAsItIs() {
    answer(200, "application/json", "{}", "7");
    Relayed relayed = (Relayed) ask(Optional.of("Bearer secret"));
    assertThat(relayed.status()).isEqualTo(200);
    assertThat(relayed.contentType()).isEqualTo("application/json");
    assertThat(relayed.body()).asString().isEqualTo("{}");
    assertThat(relayed.retryAfter()).contains("7");
    HttpExchange exchange = asked.get();
    assertThat(exchange.getRequestURI().toString())
        .isEqualTo("/api/v1/runs/a%20run/series/layer%2F1/projection/qq?points=50");
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer secret");
    assertThat(exchange.getRequestHeaders().getFirst(PlotService.RELAYED)).isNotNull();
  }

  @Test
  void withoutAnAuthorizationNoneIsSent() {
    answer(404, "application/problem+json", "{}", null);
    assertThat(((Relayed) ask(Optional.empty())).status()).isEqualTo(404);
    assertThat(asked.get().getRequestHeaders().containsKey("Authorization")).isFalse();
  }

  @Test
  void anAnswerThatIsNoneOfOursIsNotHandedOn() {
    answer(200, "text/html", "<html>", null);
    assertThat(((BadOwner) ask(Optional.empty())).detail()).contains("200 text/html");
  }

  @Test
  void anOwnerWithAnotherTokenIsSaidToHaveOne() {
    answer(401, "application/problem+json", "{}", null);
    assertThat(((BadOwner) ask(Optional.of("Bearer secret"))).detail())
        .contains("another token")
        .doesNotContain("secret");
  }

  @Test
  void aRedirectIsNotFollowed() {
    answer(302, "text/html", "", null);
    assertThat(ask(Optional.empty())).isInstanceOf(BadOwner.class);
  }

  @Test
  void whoDoesNotListenIsUnavailable() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    PlotAnswer answer = relay.ask(new HostInfo("127.0.0.1", port), REQUEST, Optional.empty());
    assertThat(answer)
        .isEqualTo(
            new Unavailable(
                "127.0.0.1:%d, which owns the series, does not listen: it may have ended a moment ago"
                    .formatted(port)));
  }

  @Test
  void whoIsSilentIsTooLate() {
    owner.createContext("/", exchange -> await());
    assertLate();
  }

  @Test
  void whoSendsAHeadAndThenNothingIsTooLate() {
    owner.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          await();
        });
    assertLate();
  }

  @Test
  void whoBreaksOffIsUnavailable() {
    owner.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.close();
        });
    assertThat(ask(Optional.empty())).isInstanceOf(Unavailable.class);
  }

  private void assertLate() {
    Instant start = Instant.now();
    var impatient = new Relay(Duration.ofMillis(800), Duration.ofMillis(800));
    assertThat(impatient.ask(host(), REQUEST, Optional.empty()))
        .isEqualTo(
            new TooLate(
                "%s, which owns the series, did not answer within 800 ms"
                    .formatted(AdvertisedUrl.authority(host()))));
    // Ample for a busy machine, and far below the wait of the owner.
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  private void await() {
    try {
      released.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(int status, String type, String body, String retryAfter) {
    owner.createContext(
        "/",
        exchange -> {
          asked.set(exchange);
          exchange.getResponseHeaders().add("Content-Type", type);
          if (retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private PlotAnswer ask(Optional<String> authorization) {
    return relay.ask(host(), REQUEST, authorization);
  }

  private HostInfo host() {
    return new HostInfo("127.0.0.1", owner.getAddress().getPort());
  }
}
