// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.analyzer.http.EventStream.Event;
import io.tailwatch.analyzer.metrics.MetricNames;
import io.tailwatch.analyzer.stream.Sink;
import io.tailwatch.analyzer.stream.StreamClient;
import io.tailwatch.analyzer.stream.StreamHub;
import io.tailwatch.analyzer.stream.StreamTiming;
import io.tailwatch.analyzer.tail.LatestFixtures;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamRouteTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestSources sources = new TestSources();
  private HttpApi api = TestApi.start(sources);

  private void restart(HttpSettings settings, StreamTiming timing) {
    api.close();
    // Meters of the first one would stay where they are.
    sources.registry = new SimpleMeterRegistry();
    api = TestApi.start(settings, sources, timing);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void theAnswerIsAStreamThatNobodyKeeps() throws Exception {
    try (var stream = EventStream.open(api, "", "Accept", "application/json")) {
      assertThat(stream.response.statusCode()).isEqualTo(200);
      assertThat(Client.header(stream.response, "content-type"))
          .isEqualTo("text/event-stream; charset=utf-8");
      assertThat(Client.header(stream.response, "cache-control")).isEqualTo("no-store");
      assertThat(Client.header(stream.response, "x-accel-buffering")).isEqualTo("no");
      SecurityHeaders.ALL.forEach(
          (name, value) -> assertThat(Client.header(stream.response, name)).isEqualTo(value));
      await().until(() -> stream.events.size() == 1);
      assertThat(stream.lines.get(0)).isEqualTo("retry: 2000");
      assertThat(stream.types()).containsExactly("resync");
    }
  }

  @Test
  void itIsNotCompressed() throws Exception {
    try (var stream = EventStream.open(api, "", "Accept-Encoding", "gzip")) {
      assertThat(Client.header(stream.response, "content-encoding")).isNull();
      await().until(() -> stream.events.size() == 1);
    }
  }

  @Test
  void estimatesAlertsAndRunsComeAsInTheLists() throws Exception {
    try (var stream = EventStream.open(api, "")) {
      await().until(() -> stream.events.size() == 1);
      tell(Estimates.of("r", "w/1", 1).build());
      await().until(() -> stream.events.size() == 2);
      tell(Estimates.of("r", "w/1", 2).build());
      await().until(() -> stream.events.size() == 3);
      JsonNode estimate = Client.JSON.readTree(stream.events.get(2).data());
      assertThat(stream.events.get(2).type()).isEqualTo("estimate");
      assertThat(estimate.get("run").asText()).isEqualTo("r");
      assertThat(estimate.get("series").asText()).isEqualTo("w/1");
      assertThat(estimate.get("verdict").asText()).isEqualTo("within");
      assertThat(estimate.get("stepsPerSecond").asDouble()).isEqualTo(100);
      // The point is the one that the history has.
      JsonNode history =
          Client.json(new Client(api).get("/api/v1/runs/r/series/w%2F1/norm/history"));
      assertThat(estimate.get("point")).isEqualTo(history.at("/points/1"));

      TailAlert alert = alert("r", 1);
      LatestFixtures.add(sources.latest, alert);
      sources.listener.alert(alert);
      await().until(() -> stream.types().contains("alert"));
      assertThat(Client.JSON.readTree(stream.data("alert").get(0)))
          .isEqualTo(Client.json(new Client(api).get("/api/v1/alerts")).at("/alerts/0"));

      LatestFixtures.add(
          sources.latest,
          RunDescriptor.newBuilder().setRun("r").setState(RunState.RUN_STATE_FINISHED).build());
      sources.listener.run("r");
      sources.listener.run("never heard of");
      await().until(() -> stream.data("run").size() == 2);
      assertThat(stream.data("run"))
          .containsExactly(
              "{\"run\":\"r\",\"state\":\"finished\"}",
              "{\"run\":\"never heard of\",\"state\":\"gone\"}");
    }
  }

  @Test
  void idsGoUpAndWhoComesBackGetsWhatItMissed() throws Exception {
    List<Event> seen;
    try (var stream = EventStream.open(api, "")) {
      tellRuns(stream, "a", "b", "c", "d");
      seen = List.copyOf(stream.events);
    }
    String instance = seen.get(0).id().split("-")[0];
    assertThat(seen)
        .extracting(Event::id)
        .containsExactly(
            instance + "-0", instance + "-1", instance + "-2", instance + "-3", instance + "-4");
    try (var again = EventStream.open(api, "", "Last-Event-ID", instance + "-2")) {
      await().until(() -> again.events.size() == 2);
      assertThat(again.events).isEqualTo(seen.subList(3, 5));
    }
    assertThat(sources.registry.get(MetricNames.STREAM_RESYNCS).counter().count()).isZero();
  }

  @Test
  void whoComesBackFromAnotherInstanceIsToldToReadEverything() throws Exception {
    for (String id : List.of("0123456789abcdef-7", "nonsense", "x".repeat(1_000))) {
      try (var stream = EventStream.open(api, "", "Last-Event-ID", id)) {
        await().until(() -> stream.events.size() == 1);
        assertThat(stream.types()).containsExactly("resync");
        assertThat(stream.data("resync")).containsExactly("{}");
      }
    }
    assertThat(sources.registry.get(MetricNames.STREAM_RESYNCS).counter().count()).isEqualTo(3);
  }

  @Test
  void oneRunCanBeHeardAlone() throws Exception {
    try (var one = EventStream.open(api, "?run=b%2F1");
        var all = EventStream.open(api, "")) {
      tellRuns(all, "a", "b/1", "b", "b/1");
      await().until(() -> one.data("run").size() == 2);
      assertThat(one.data("run")).allSatisfy(data -> assertThat(data).contains("\"b/1\""));
    }
    HttpResponse<String> wrong = new Client(api).get("/api/v1/stream?run=" + "x".repeat(300));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(Client.header(wrong, "content-type")).startsWith("application/problem+json");
  }

  @Test
  void hostileNamesStayWithinTheirLine() throws Exception {
    try (var stream = EventStream.open(api, "")) {
      await().until(() -> stream.events.size() == 1);
      tell(
          Estimates.of("<img src=x onerror=…>", "w", 1)
              .setSentence("one\ndata: two\r\n\r\nevent: evil\u2028")
              .build());
      await().until(() -> stream.events.size() == 2);
      assertThat(stream.types()).containsExactly("resync", "estimate");
      JsonNode estimate = Client.JSON.readTree(stream.events.get(1).data());
      assertThat(estimate.get("sentence").asText())
          .isEqualTo("one\ndata: two\r\n\r\nevent: evil\u2028");
    }
  }

  @Test
  void aCommentComesNowAndThen() throws Exception {
    restart(
        new HttpSettings("127.0.0.1", 0, HttpAccess.OPEN),
        new StreamTiming(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMinutes(1)));
    try (var stream = EventStream.open(api, "")) {
      await().until(() -> stream.lines.stream().filter(":"::equals).count() >= 3);
      assertThat(stream.events).hasSize(1);
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNobodyAndIsToldLater() throws Exception {
    try (var slow = new Socket();
        var quick = EventStream.open(api, "")) {
      slow.setReceiveBufferSize(4_096);
      slow.setSoTimeout(10_000);
      slow.connect(new InetSocketAddress("127.0.0.1", api.port()));
      slow.getOutputStream()
          .write(
              "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      await().until(() -> clients() == 2);
      await().until(() -> quick.events.size() == 1);
      // More than the ring holds, and than sockets do.
      int told = 0;
      for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 500; i++) {
          sources.listener.alert(alert("r", ++told));
        }
        int expected = told;
        await().atMost(LIMIT).until(() -> quick.events.size() == 1 + expected);
      }
      assertThat(quick.types().subList(1, quick.events.size())).containsOnly("alert");
      assertThat(resyncs()).isZero();
      // Now it reads: what the sockets held, and then that it has missed something.
      read(slow.getInputStream(), "event: resync\ndata: {}\n\n", 2);
      assertThat(resyncs()).isEqualTo(1);
      sources.listener.run("after that");
      read(slow.getInputStream(), "\"after that\"", 1);
    }
  }

  /** Reads on until a text has come so many times. */
  private static void read(InputStream in, String text, int times) throws IOException {
    var read = new StringBuilder();
    byte[] buffer = new byte[64 << 10];
    int found = 0;
    int from = 0;
    while (found < times) {
      int length = in.read(buffer);
      assertThat(length).as("the stream has ended").isPositive();
      read.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
      for (int at = read.indexOf(text, from); at >= 0; at = read.indexOf(text, from)) {
        found++;
        from = at + text.length();
      }
    }
  }

  @Test
  void whoHasGoneIsForgotten() throws Exception {
    restart(
        new HttpSettings("127.0.0.1", 0, HttpAccess.OPEN),
        new StreamTiming(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMinutes(1)));
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var socket = new Socket("127.0.0.1", api.port());
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    await().until(() -> clients() == 20);
    for (int i = 0; i < 20; i++) {
      // Half of them say good-bye, the others just vanish.
      sockets.get(i).setSoLinger(i % 2 == 0, 0);
      sockets.get(i).close();
    }
    await().atMost(LIMIT).until(() -> clients() == 0);
  }

  @Test
  void thereIsRoomForSoManyClients() throws Exception {
    List<StreamClient> taken = new ArrayList<>();
    for (int i = 0; i < StreamHub.MAX_CLIENTS; i++) {
      taken.add(api.hub().open(new Nowhere(), Optional.empty(), Optional.empty()).orElseThrow());
    }
    HttpResponse<String> refused = new Client(api).get("/api/v1/stream");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(Client.header(refused, "retry-after")).isNotNull();
    assertThat(Client.json(refused).get("detail").asText()).contains("1000 clients");
    taken.forEach(StreamClient::close);
    try (var stream = EventStream.open(api, "")) {
      await().until(() -> stream.events.size() == 1);
    }
  }

  @Test
  void theTokenIsAskedForHereToo() throws Exception {
    restart(TestApi.guarded(), TestApi.QUIET);
    assertThat(new Client(api).get("/api/v1/stream").statusCode()).isEqualTo(401);
    try (var stream = EventStream.open(api, "", "Authorization", "Bearer " + TestApi.TOKEN)) {
      await().until(() -> stream.events.size() == 1);
    }
  }

  @Test
  void headDoesNotStay() throws Exception {
    HttpResponse<String> head = new Client(api).send("HEAD", "/api/v1/stream");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(Client.header(head, "content-type")).startsWith("text/event-stream");
    assertThat(clients()).isZero();
  }

  @Test
  void closingEndsTheStreamsInOrder() throws Exception {
    var stream = EventStream.open(api, "");
    await().until(() -> stream.events.size() == 1);
    long start = System.nanoTime();
    api.close();
    await().until(() -> stream.ended);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(clients()).isZero();
  }

  @Test
  void otherRequestsOfAConnectionAreNotDisturbed() throws Exception {
    // What a client was written with serves the next request of the connection.
    for (int i = 0; i < 20; i++) {
      var stream = EventStream.open(api, "");
      tell(Estimates.of("r", "w", i).build());
      stream.close();
      assertThat(new Client(api).get("/api/v1/runs").statusCode()).isEqualTo(200);
    }
  }

  private void tell(TailEstimate estimate) {
    LatestFixtures.add(sources.latest, estimate);
    sources.listener.estimate(estimate);
  }

  /** One by one, so that each is an event of its own. */
  private void tellRuns(EventStream witness, String... runs) {
    for (String run : runs) {
      int before = witness.data("run").size();
      await().until(() -> !witness.events.isEmpty());
      sources.listener.run(run);
      await().until(() -> witness.data("run").size() == before + 1);
    }
  }

  private int clients() {
    return (int) sources.registry.get(MetricNames.STREAM_CLIENTS).gauge().value();
  }

  private double resyncs() {
    return sources.registry.get(MetricNames.STREAM_RESYNCS).counter().count();
  }

  private static TailAlert alert(String run, int step) {
    return TailAlert.newBuilder()
        .setRun(run)
        .setSeries("w")
        .setKind(AlertKind.ALERT_KIND_DRIFT)
        .setState(AlertState.ALERT_STATE_FIRING)
        .setStep(step)
        .setSentence("The index has changed. ".repeat(20))
        .setRaisedAtMillis(1_000)
        .build();
  }

  /** A client that is never ready. */
  private static final class Nowhere implements Sink {
    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public void write(ByteBuffer bytes) {}

    @Override
    public void close() {}
  }
}
