// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.analyzer.state.v1.AlertGroup;
import io.tailwatch.analyzer.state.v1.RunAlertsState;
import io.tailwatch.analyzer.state.v1.WindowState;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputTailTest {
  private static final TailTopics TOPICS =
      new TailTopics("estimates", "alerts", "runs", "windows", "run-alerts");
  private static final TopicPartition ESTIMATE = new TopicPartition(TOPICS.estimates(), 0);
  private static final TopicPartition ALERT = new TopicPartition(TOPICS.alerts(), 0);
  private static final TopicPartition RUN = new TopicPartition(TOPICS.runs(), 0);
  private static final TopicPartition WINDOW = new TopicPartition(TOPICS.windows(), 0);
  private static final TopicPartition RUN_ALERT = new TopicPartition(TOPICS.runAlerts(), 0);

  /** Records in the partition when the tail starts. */
  private static final long BEFORE = 30_000;

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Latest latest = new Latest();
  private final Heard listener = new Heard();
  private OutputTail tail;

  @BeforeEach
  void start() {
    List.of(ESTIMATE, ALERT, RUN, WINDOW, RUN_ALERT).forEach(each -> exists(consumer, each));
    consumer.updateBeginningOffsets(
        Map.of(ESTIMATE, 0L, ALERT, 0L, RUN, 0L, WINDOW, 0L, RUN_ALERT, 0L));
    consumer.updateEndOffsets(
        Map.of(ESTIMATE, BEFORE, ALERT, 0L, RUN, 2L, WINDOW, 2L, RUN_ALERT, 1L));
    tail = OutputTail.start(consumer, TOPICS, latest, listener, failure::set);
  }

  private static void exists(MockConsumer<String, byte[]> consumer, TopicPartition partition) {
    consumer.updatePartitions(
        partition.topic(),
        List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
  }

  @AfterEach
  void close() {
    tail.close();
  }

  @Test
  void onlyABoundedBacklogIsRead() {
    assertThat(consumer.position(ESTIMATE)).isEqualTo(BEFORE - ReadBack.BACKLOG);
    assertThat(consumer.position(ALERT)).isZero();
    assertThat(consumer.position(WINDOW)).isZero();
    assertThat(consumer.position(RUN_ALERT)).isZero();
  }

  @Test
  void estimatesAndRunsAreHeld() {
    estimate(BEFORE - 1, 1);
    run(0, "r", RunDescriptor.newBuilder().setRun("r").setModel("ridge").build().toByteArray());
    await().until(() -> latest.run("r").isPresent());
    await().until(() -> latest.estimate("r", "w", Observable.OBSERVABLE_NORM).isPresent());
    run(1, "r", null);
    await().until(() -> latest.run("r").isEmpty());
  }

  @Test
  void aTombstoneMayNameARunThatItsKeyEncodes() {
    run(0, "a%20b", RunDescriptor.newBuilder().setRun("a b").build().toByteArray());
    await().until(() -> latest.run("a b").isPresent());
    run(1, "a%20b", null);
    await().until(() -> latest.run("a b").isEmpty());
  }

  @Test
  void whatCannotBeReadIsSkipped() {
    record(ESTIMATE, BEFORE, "r/w", "noise".getBytes(StandardCharsets.UTF_8));
    record(ESTIMATE, BEFORE + 1, "r/w", null);
    estimate(BEFORE + 2, 7);
    await().until(() -> latest.estimate("r", "w", Observable.OBSERVABLE_NORM).isPresent());
    assertThat(failure).hasValue(null);
  }

  @Test
  void subscribersGetWhatIsCommittedAfterTheStart() {
    var subscriber = new Collector(Long.MAX_VALUE);
    tail.estimates().subscribe(subscriber);
    estimate(BEFORE - 1, 1);
    estimate(BEFORE, 2);
    estimate(BEFORE + 1, 3);
    await().until(() -> subscriber.panes.size() == 2);
    assertThat(subscriber.panes).containsExactly(2L, 3L);
    tail.close();
    await().until(() -> subscriber.complete);
  }

  @Test
  void alertsAreHeldAndToldToSubscribers() {
    List<TailAlert> told = new CopyOnWriteArrayList<>();
    tail.alerts().subscribe(new Alerts(told));
    TailAlert alert =
        TailAlert.newBuilder()
            .setRun("r")
            .setSeries("w")
            .setKind(AlertKind.ALERT_KIND_DRIFT)
            .setState(AlertState.ALERT_STATE_FIRING)
            .build();
    record(ALERT, 0, "r/w", alert.toByteArray());
    await().until(() -> told.size() == 1);
    assertThat(told).containsExactly(alert);
    assertThat(latest.alerts().alerts(all -> true)).containsExactly(alert);
  }

  @Test
  void theListenerHearsEverythingThatComesAfterTheStart() {
    estimate(BEFORE - 1, 1);
    estimate(BEFORE, 2);
    record(ALERT, 0, "r/w", TailAlert.newBuilder().setRun("r").build().toByteArray());
    run(2, "named", RunDescriptor.newBuilder().setRun("named").build().toByteArray());
    await().until(() -> listener.said.contains("alert r") && listener.said.contains("run named"));
    await().until(() -> listener.said.contains("estimate 2"));
    assertThat(listener.said).doesNotContain("estimate 1");
    // Whoever is told of it finds it.
    assertThat(listener.missing).isEmpty();
    run(3, "named", null);
    await()
        .until(() -> listener.said.lastIndexOf("run named") > listener.said.indexOf("run named"));
    assertThat(latest.holds("named")).isFalse();
  }

  /** What a listener was told. */
  private final class Heard implements TailListener {
    final List<String> said = new CopyOnWriteArrayList<>();
    final List<String> missing = new CopyOnWriteArrayList<>();

    @Override
    public void estimate(TailEstimate estimate) {
      said.add("estimate " + estimate.getPane());
      if (latest.estimate("r", "w", Observable.OBSERVABLE_NORM).isEmpty()) {
        missing.add("estimate " + estimate.getPane());
      }
    }

    @Override
    public void alert(TailAlert alert) {
      said.add("alert " + alert.getRun());
    }

    @Override
    public void run(String run) {
      said.add("run " + run);
    }
  }

  @Test
  void theTailHasCaughtUpWhenEveryTopicWasReadAsFarAsItWentAtTheStart() {
    estimate(BEFORE - 1, 1);
    run(0, "a", null);
    run(1, "b", null);
    record(WINDOW, 0, "r/w", null);
    record(RUN_ALERT, 0, "r", null);
    // What only served the start is not read any further.
    await().until(() -> !consumer.assignment().contains(RUN_ALERT));
    assertThat(tail.caughtUp()).isFalse();
    record(WINDOW, 1, "r/w", null);
    await().until(tail::caughtUp);
    assertThat(consumer.assignment()).containsExactlyInAnyOrder(ESTIMATE, ALERT, RUN, WINDOW);
    assertThat(failure).hasValue(null);
  }

  @Test
  void theStateTellsOfSeriesThatTheBacklogDoesNotReach() {
    WindowState window =
        WindowState.newBuilder()
            .addEstimates(estimateOf("quiet", 4))
            .addEstimates(
                estimateOf("quiet", 4).toBuilder().setObservable(Observable.OBSERVABLE_IDENTITY))
            .build();
    record(WINDOW, 0, "r/quiet", window.toByteArray());
    record(WINDOW, 1, "r/gone", null);
    readBackTheRest();
    assertThat(latest.estimates("r"))
        .hasSize(2)
        .extracting(TailEstimate::getSeries)
        .containsOnly("quiet");
  }

  @Test
  void aSeriesThatWasForgottenIsNotShownWhateverOldRecordsTell() {
    record(ESTIMATE, BEFORE - 2, "r/gone", estimateOf("gone", 4).toByteArray());
    record(ESTIMATE, BEFORE - 1, "r/lost", estimateOf("lost", 4).toByteArray());
    WindowState window = WindowState.newBuilder().addEstimates(estimateOf("gone", 4)).build();
    record(WINDOW, 0, "r/gone", window.toByteArray());
    record(WINDOW, 1, "r/gone", null);
    run(0, "a", null);
    run(1, "b", null);
    record(RUN_ALERT, 0, "r", null);
    await().until(tail::caughtUp);
    assertThat(latest.runs()).isEmpty();
  }

  @Test
  void aSeriesThatIsForgottenLaterGoes() {
    record(WINDOW, 0, "r/a", null);
    record(WINDOW, 1, "r/b", null);
    readBackTheRest();
    record(ESTIMATE, BEFORE, "r/w", estimateOf("w", 1).toByteArray());
    await().until(() -> !latest.estimates("r").isEmpty());
    // Of what the state says of it now only the end matters.
    WindowState window = WindowState.newBuilder().addEstimates(estimateOf("w", 9)).build();
    record(WINDOW, 2, "r/w", window.toByteArray());
    await().until(() -> consumer.position(WINDOW) == 3);
    assertThat(latest.estimates("r")).extracting(TailEstimate::getPane).containsExactly(1L);
    record(WINDOW, 3, "r/w", null);
    await().until(() -> latest.estimates("r").isEmpty());
  }

  @Test
  void alertsThatTheTopicHasForgottenComeFromTheState() {
    TailAlert firing =
        TailAlert.newBuilder()
            .setRun("r")
            .setSeries("w")
            .setKind(AlertKind.ALERT_KIND_DRIFT)
            .setState(AlertState.ALERT_STATE_FIRING)
            .setRaisedAtMillis(5)
            .build();
    RunAlertsState state =
        RunAlertsState.newBuilder()
            .addGroups(AlertGroup.newBuilder().setShown(firing))
            .addGroups(AlertGroup.newBuilder().addMembers(firing))
            .build();
    record(RUN_ALERT, 0, "r", state.toByteArray());
    await().until(() -> latest.alerts().activeCount() == 1);
    assertThat(latest.alerts().alerts(all -> true)).containsExactly(firing);
  }

  /** The other topics as far as they went at the start. */
  private void readBackTheRest() {
    record(ESTIMATE, BEFORE - 1, "r/w", null);
    run(0, "a", null);
    run(1, "b", null);
    record(RUN_ALERT, 0, "r", null);
    await().until(tail::caughtUp);
  }

  @Test
  void theStateIsLookedForUntilItIsThere() {
    var young = new MockConsumer<String, byte[]>("earliest");
    List.of(ESTIMATE, ALERT, RUN).forEach(each -> exists(young, each));
    young.updateBeginningOffsets(Map.of(ESTIMATE, 0L, ALERT, 0L, RUN, 0L, WINDOW, 0L));
    young.updateEndOffsets(Map.of(ESTIMATE, 0L, ALERT, 0L, RUN, 0L));
    try (var first = OutputTail.start(young, TOPICS, latest, TailListener.NONE, failure::set)) {
      await().until(first::caughtUp);
      young.schedulePollTask(() -> exists(young, WINDOW));
      await().until(() -> young.assignment().contains(WINDOW));
    }
    assertThat(failure).hasValue(null);
  }

  @Test
  void aSlowSubscriberLosesAndBlocksNobody() {
    var slow = new Collector(0);
    var quick = new Collector(Long.MAX_VALUE);
    tail.estimates().subscribe(slow);
    tail.estimates().subscribe(quick);
    int sent = 3 * Subscribers.BUFFER;
    for (int i = 0; i < sent; i++) {
      estimate(BEFORE + i, i);
      if (i % 100 == 99) {
        int soFar = i + 1;
        await().until(() -> quick.panes.size() == soFar);
      }
    }
    await().until(() -> quick.panes.size() == sent);
    slow.request(Long.MAX_VALUE);
    await().until(() -> slow.panes.size() >= Subscribers.BUFFER);
    tail.close();
    await().until(() -> slow.complete);
    assertThat(slow.panes.size()).isLessThan(sent);
  }

  @Test
  void aFailureIsReported() {
    consumer.setPollException(new KafkaException("not authorised"));
    await().until(() -> failure.get() != null);
    assertThat(failure.get()).hasMessage("not authorised");
  }

  @Test
  void closingIsNoFailureAndEndsTheThread() {
    tail.close();
    tail.close();
    assertThat(failure).hasValue(null);
    assertThat(consumer.closed()).isTrue();
  }

  private void estimate(long offset, long pane) {
    record(ESTIMATE, offset, "r/w", estimateOf("w", pane).toByteArray());
  }

  private static TailEstimate estimateOf(String series, long pane) {
    return TailEstimate.newBuilder()
        .setRun("r")
        .setSeries(series)
        .setObservable(Observable.OBSERVABLE_NORM)
        .setPane(pane)
        .setLastStep(pane)
        .build();
  }

  private void run(long offset, String key, byte[] value) {
    record(RUN, offset, key, value);
  }

  private void record(TopicPartition partition, long offset, String key, byte[] value) {
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, offset, key, value)));
  }

  /** Keeps the alerts it is given. */
  private record Alerts(List<TailAlert> told) implements Flow.Subscriber<TailAlert> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TailAlert alert) {
      told.add(alert);
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onComplete() {
      // Nothing to do.
    }
  }

  /** Keeps the panes it is given. */
  private static final class Collector implements Flow.Subscriber<TailEstimate> {
    private final List<Long> panes = new CopyOnWriteArrayList<>();
    private final long initial;
    private volatile Flow.Subscription subscription;
    private volatile boolean complete;

    private Collector(long initial) {
      this.initial = initial;
    }

    private void request(long count) {
      await().until(() -> subscription != null);
      subscription.request(count);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (initial > 0) {
        given.request(initial);
      }
    }

    @Override
    public void onNext(TailEstimate estimate) {
      panes.add(estimate.getPane());
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onComplete() {
      complete = true;
    }
  }
}
