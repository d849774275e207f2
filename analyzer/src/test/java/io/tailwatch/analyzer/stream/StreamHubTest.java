// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.analyzer.metrics.MetricNames;
import io.tailwatch.analyzer.metrics.StreamMeters;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamHubTest {
  private static final StreamTiming TIMING =
      new StreamTiming(Duration.ofMillis(10), Duration.ofHours(1), Duration.ofMinutes(1));

  private SimpleMeterRegistry registry;
  private volatile boolean complete = true;
  private StreamHub hub = hub(TIMING);

  @AfterEach
  void close() {
    hub.close();
  }

  private StreamHub hub(StreamTiming timing) {
    // Meters of one before would stay where they are.
    registry = new SimpleMeterRegistry();
    return new StreamHub(new Words(), () -> complete, new StreamMeters(registry), timing);
  }

  @Test
  void aNewClientIsToldToReadEverythingAndThenWhatHappens() {
    Pipe pipe = open();
    assertThat(pipe.text())
        .startsWith("retry: 2000\n\nid: ")
        .endsWith("event: resync\ndata: {}\n\n");
    hub.run("r");
    hub.estimate(estimate("r", 1));
    hub.alert(TailAlert.newBuilder().setRun("r").build());
    await().until(() -> pipe.data().size() == 4);
    assertThat(pipe.data()).containsExactly("{}", "run r", "estimate r 1", "alert r");
    assertThat(lost()).isZero();
  }

  @Test
  void estimatesOfOneObservableInATickAreOne() {
    hub.close();
    hub = hub(new StreamTiming(Duration.ofMillis(300), Duration.ofHours(1), Duration.ofMinutes(1)));
    Pipe pipe = open();
    for (int step = 1; step <= 100; step++) {
      hub.estimate(estimate("r", step));
    }
    hub.estimate(estimate("q", 7));
    await().until(() -> pipe.data().contains("estimate q 7"));
    assertThat(pipe.data()).contains("estimate r 100").hasSizeLessThan(6);
  }

  @Test
  void whoComesBackGetsWhatItMissed() {
    Pipe first = open();
    hub.run("a");
    await().until(() -> first.data().contains("run a"));
    String seen = first.lastId();
    first.client.close();
    hub.run("b");
    Pipe witness = open();
    hub.run("c");
    await().until(() -> witness.data().contains("run c"));
    Pipe again = open(Optional.empty(), Optional.of(seen));
    assertThat(again.data()).containsExactly("run b", "run c");
    assertThat(lost()).isZero();
  }

  @Test
  void whoComesBackWithAnIdThatIsNotKnownIsToldToReadEverything() {
    Pipe pipe = open(Optional.empty(), Optional.of("another-1"));
    assertThat(pipe.data()).containsExactly("{}");
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void aFilterLetsOneRunThrough() {
    Pipe pipe = open(Optional.of("b"), Optional.empty());
    Pipe all = open();
    for (String run : List.of("a", "b", "c", "b b")) {
      hub.run(run);
    }
    await().until(() -> all.data().size() == 5);
    await().until(() -> pipe.data().size() == 2);
    assertThat(pipe.data()).containsExactly("{}", "run b");
  }

  @Test
  void aClientThatDoesNotReadIsSkippedAndToldLater() {
    Pipe slow = open();
    slow.ready = false;
    Pipe quick = open();
    int events = 0;
    for (int round = 0; round < 30; round++) {
      for (int i = 0; i < 1_000; i++) {
        hub.alert(TailAlert.newBuilder().setRun("r" + events++).build());
      }
      String last = "alert r" + (events - 1);
      await().until(() -> quick.data().contains(last));
    }
    assertThat(quick.data()).hasSize(events + 1);
    assertThat(slow.data()).hasSize(1);
    slow.ready = true;
    slow.client.writable();
    await().until(() -> slow.data().size() == 2);
    assertThat(slow.data()).containsExactly("{}", "{}");
    assertThat(lost()).isEqualTo(1);
    hub.run("next");
    await().until(() -> slow.data().contains("run next"));
  }

  @Test
  void tooMuchForOneTickIsLostAndSaidSo() {
    hub.close();
    hub = hub(new StreamTiming(Duration.ofMillis(300), Duration.ofHours(1), Duration.ofMinutes(1)));
    Pipe pipe = open();
    for (int i = 0; i <= Pending.MAX; i++) {
      hub.run("r" + i);
    }
    await().until(() -> pipe.data().size() == 2);
    assertThat(pipe.data()).containsExactly("{}", "{}");
  }

  @Test
  void aClientWhoseConnectionBreaksIsLetGo() {
    Pipe pipe = open();
    assertThat(clients()).isEqualTo(1);
    pipe.broken = true;
    hub.run("a");
    await().until(() -> clients() == 0);
    assertThat(pipe.closed).isTrue();
  }

  @Test
  void theHeartbeatFindsWhoHasGone() {
    hub.close();
    hub =
        hub(new StreamTiming(Duration.ofMillis(10), Duration.ofMillis(30), Duration.ofMinutes(1)));
    Pipe pipe = open();
    await().until(() -> pipe.text().contains("\n\n:\n\n:\n\n"));
    pipe.broken = true;
    await().until(() -> clients() == 0);
  }

  @Test
  void nothingIsToldBeforeTheOutputIsCompleteAndThenEverythingIsNew() {
    hub.close();
    complete = false;
    hub = hub(TIMING);
    Pipe pipe = open();
    hub.run("early");
    await().pollDelay(Duration.ofMillis(100)).until(() -> pipe.data().size() == 1);
    complete = true;
    await().until(() -> pipe.data().size() == 2);
    hub.run("late");
    await().until(() -> pipe.data().contains("run late"));
    assertThat(pipe.data()).containsExactly("{}", "{}", "run late");
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() {
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 0; i < StreamHub.MAX_CLIENTS; i++) {
      pipes.add(open());
    }
    assertThat(hub.open(new Pipe(), Optional.empty(), Optional.empty())).isEmpty();
    assertThat(clients()).isEqualTo(StreamHub.MAX_CLIENTS);
    pipes.get(0).client.close();
    pipes.get(0).client.close();
    assertThat(clients()).isEqualTo(StreamHub.MAX_CLIENTS - 1);
    open();
  }

  @Test
  void closingLetsAllGo() {
    Pipe pipe = open();
    hub.close();
    assertThat(pipe.closed).isTrue();
    assertThat(clients()).isZero();
    assertThat(hub.open(new Pipe(), Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void anEventThatCannotBeWrittenEndsNothing() {
    Pipe pipe = open();
    hub.run(Words.POISON);
    await().until(() -> pipe.data().size() == 2);
    hub.run("next");
    await().until(() -> pipe.data().contains("run next"));
    assertThat(pipe.data()).containsExactly("{}", "{}", "run next");
  }

  private int clients() {
    return (int) registry.get(MetricNames.STREAM_CLIENTS).gauge().value();
  }

  private double lost() {
    return registry.get(MetricNames.STREAM_RESYNCS).counter().count();
  }

  private Pipe open() {
    return open(Optional.empty(), Optional.empty());
  }

  private Pipe open(Optional<String> run, Optional<String> lastId) {
    var pipe = new Pipe();
    pipe.client = hub.open(pipe, run, lastId).orElseThrow();
    pipe.client.writable();
    return pipe;
  }

  private static TailEstimate estimate(String run, int step) {
    return TailEstimate.newBuilder()
        .setRun(run)
        .setSeries("w")
        .setObservable(Observable.OBSERVABLE_NORM)
        .setLastStep(step)
        .build();
  }

  /** Keeps what is written. */
  private static final class Pipe implements Sink {
    private final StringBuffer written = new StringBuffer();
    private volatile boolean ready = true;
    private volatile boolean broken;
    private volatile boolean closed;
    private StreamClient client;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (broken) {
        throw new IOException("broken pipe");
      }
      written.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void close() {
      closed = true;
    }

    String text() {
      return written.toString();
    }

    List<String> data() {
      return text()
          .lines()
          .filter(line -> line.startsWith("data: "))
          .map(line -> line.substring("data: ".length()))
          .toList();
    }

    String lastId() {
      List<String> ids = text().lines().filter(line -> line.startsWith("id: ")).toList();
      return ids.get(ids.size() - 1).substring("id: ".length());
    }
  }

  private static final class Words implements EventWriter {
    private static final String POISON = "poison";

    @Override
    public byte[] estimate(TailEstimate estimate) {
      return bytes("estimate " + estimate.getRun() + " " + estimate.getLastStep());
    }

    @Override
    public byte[] alert(TailAlert alert) {
      return bytes("alert " + alert.getRun());
    }

    @Override
    public byte[] run(String run) {
      if (run.equals(POISON)) {
        throw new IllegalStateException("cannot be written");
      }
      return bytes("run " + run);
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
