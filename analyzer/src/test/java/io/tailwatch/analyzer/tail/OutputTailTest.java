// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.RunDescriptor;
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
  private static final String ESTIMATES = "estimates";
  private static final String RUNS = "runs";
  private static final TopicPartition ESTIMATE = new TopicPartition(ESTIMATES, 0);
  private static final TopicPartition RUN = new TopicPartition(RUNS, 0);

  /** Records in the partition when the tail starts. */
  private static final long BEFORE = 30_000;

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private OutputTail tail;

  @BeforeEach
  void start() {
    for (TopicPartition partition : List.of(ESTIMATE, RUN)) {
      consumer.updatePartitions(
          partition.topic(),
          List.of(
              new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
    }
    consumer.updateBeginningOffsets(Map.of(ESTIMATE, 0L, RUN, 0L));
    consumer.updateEndOffsets(Map.of(ESTIMATE, BEFORE, RUN, 0L));
    tail = OutputTail.start(consumer, ESTIMATES, RUNS, failure::set);
  }

  @AfterEach
  void close() {
    tail.close();
  }

  @Test
  void onlyABoundedBacklogIsRead() {
    assertThat(consumer.position(ESTIMATE)).isEqualTo(BEFORE - OutputTail.BACKLOG);
  }

  @Test
  void estimatesAndRunsAreHeld() {
    estimate(BEFORE - 1, 1);
    run(0, "r", RunDescriptor.newBuilder().setRun("r").setModel("ridge").build().toByteArray());
    await().until(() -> tail.latest().run("r").isPresent());
    await().until(() -> tail.latest().estimate("r", "w", Observable.OBSERVABLE_NORM).isPresent());
    run(1, "r", null);
    await().until(() -> tail.latest().run("r").isEmpty());
  }

  @Test
  void aTombstoneMayNameARunThatItsKeyEncodes() {
    run(0, "a%20b", RunDescriptor.newBuilder().setRun("a b").build().toByteArray());
    await().until(() -> tail.latest().run("a b").isPresent());
    run(1, "a%20b", null);
    await().until(() -> tail.latest().run("a b").isEmpty());
  }

  @Test
  void whatCannotBeReadIsSkipped() {
    record(ESTIMATE, BEFORE, "r/w", "noise".getBytes(StandardCharsets.UTF_8));
    record(ESTIMATE, BEFORE + 1, "r/w", null);
    estimate(BEFORE + 2, 7);
    await().until(() -> tail.latest().estimate("r", "w", Observable.OBSERVABLE_NORM).isPresent());
    assertThat(failure).hasValue(null);
  }

  @Test
  void subscribersGetWhatIsCommittedAfterTheStart() {
    var subscriber = new Collector(Long.MAX_VALUE);
    tail.publisher().subscribe(subscriber);
    estimate(BEFORE - 1, 1);
    estimate(BEFORE, 2);
    estimate(BEFORE + 1, 3);
    await().until(() -> subscriber.panes.size() == 2);
    assertThat(subscriber.panes).containsExactly(2L, 3L);
    tail.close();
    await().until(() -> subscriber.complete);
  }

  @Test
  void aSlowSubscriberLosesAndBlocksNobody() {
    var slow = new Collector(0);
    var quick = new Collector(Long.MAX_VALUE);
    tail.publisher().subscribe(slow);
    tail.publisher().subscribe(quick);
    int sent = 3 * OutputTail.SUBSCRIBER_BUFFER;
    for (int i = 0; i < sent; i++) {
      estimate(BEFORE + i, i);
      if (i % 100 == 99) {
        int soFar = i + 1;
        await().until(() -> quick.panes.size() == soFar);
      }
    }
    await().until(() -> quick.panes.size() == sent);
    slow.request(Long.MAX_VALUE);
    await().until(() -> slow.panes.size() >= OutputTail.SUBSCRIBER_BUFFER);
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
    TailEstimate estimate =
        TailEstimate.newBuilder()
            .setRun("r")
            .setSeries("w")
            .setObservable(Observable.OBSERVABLE_NORM)
            .setPane(pane)
            .build();
    record(ESTIMATE, offset, "r/w", estimate.toByteArray());
  }

  private void run(long offset, String key, byte[] value) {
    record(RUN, offset, key, value);
  }

  private void record(TopicPartition partition, long offset, String key, byte[] value) {
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, offset, key, value)));
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
