// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, the training does not notice and every vector is accounted for. */
class PublisherTroubleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FakeKafka kafka = new FakeKafka();

  private static PublisherBuilder builder() {
    return IteratePublisher.builder("unused:9092").run("run");
  }

  private static boolean isIterates(org.apache.kafka.clients.producer.ProducerRecord<?, ?> record) {
    return record.topic().equals("tailwatch.iterates.v1");
  }

  @Test
  void vectorsThatCannotGoAreDroppedAndCounted() {
    IteratePublisher publisher = builder().open(kafka);
    try (publisher) {
      assertThat(publisher.publish(0, new double[0])).isFalse();
      assertThat(publisher.publish(0, (double[]) null)).isFalse();
      assertThat(publisher.publish(0, (float[]) null)).isFalse();
      assertThat(publisher.publish(0, new double[1_000_000])).isFalse();
      assertThat(publisher.publish(0, new double[2])).isTrue();
      assertThat(publisher.publish(1, new double[3])).isFalse();
      assertThat(publisher.stats().lastError())
          .isEqualTo("vector of parameters must have 1 to 247500 values: had 0");
      assertThat(publisher.publish(-1, new double[2])).isFalse();
      assertThat(publisher.stats().lastError())
          .isEqualTo("step of parameters must not be negative: was -1");
      assertThat(publisher.publish(1, new double[2], Double.NaN)).isTrue();
      assertThat(publisher.stats().lastError())
          .isEqualTo("learning rate of parameters must be finite and positive: was NaN");
    }
    assertThat(publisher.publish(2, new double[2])).isFalse();

    PublishStats stats = publisher.stats();
    assertThat(stats.publishedSteps()).isEqualTo(2);
    assertThat(stats.publishedSamples()).isEqualTo(4);
    assertThat(stats.droppedSteps()).isEqualTo(7);
    assertThat(stats.droppedSamples()).isEqualTo(1_000_000 + 3 + 2 + 2);
  }

  @Test
  void absentBrokerCrowdsOutTheNewestStepsAndTheOldestArriveFirst() {
    kafka.absent = true;
    int steps = 200_000;
    IteratePublisher publisher = builder().maxMemoryBytes(2 << 20).open(kafka);
    try (publisher) {
      publisher.describe(
          SeriesDescriptor.newBuilder()
              .setWindow(WindowSpec.newBuilder().setPaneSteps(500))
              .build());
      double[] vector = new double[8];
      for (int step = 0; step < steps; step++) {
        publisher.publish(step, vector);
      }
      assertThat(publisher.stats().queueRatio()).isGreaterThan(0.9);
      assertThat(publisher.stats().droppedSteps()).isPositive();
      kafka.absent = false;
      await().atMost(SOON).until(() -> publisher.stats().queueRatio() == 0);
      publisher.publish(steps, vector);
    }

    List<IterateBatch> batches = kafka.batchesOf("parameters");
    assertThat(batches.get(0).getFirstStep()).isZero();
    assertThat(batches.get(0).hasSeriesDescriptor()).isTrue();
    assertThat(batches.get(batches.size() - 1).getFirstStep()).isEqualTo(steps);
    assertAccountedFor(publisher, steps + 1);
  }

  private static void assertAccountedFor(IteratePublisher publisher, long steps) {
    PublishStats stats = publisher.stats();
    assertThat(stats.publishedSteps() + stats.droppedSteps()).isEqualTo(steps);
    assertThat(stats.queueRatio()).isZero();
  }

  @Test
  void slowBrokerDoesNotSlowTheTraining() {
    kafka.sendMillis = 50;
    IteratePublisher publisher = builder().maxMemoryBytes(2 << 20).open(kafka);
    int steps = 200_000;
    double[] vector = new double[8];
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      publisher.publish(step, vector);
    }
    long nanos = System.nanoTime() - start;
    publisher.close(Duration.ofMillis(500));

    // About 100 ns each when nothing else runs; waiting for one send would be 50,000,000.
    assertThat(nanos / steps).isLessThan(20_000);
    assertThat(publisher.stats().droppedSteps()).isPositive();
    assertAccountedFor(publisher, steps);
  }

  @Test
  void eventThatTimesOutIsTriedAgainInOrder() {
    AtomicInteger refusals = new AtomicInteger(5);
    kafka.refusal =
        record ->
            isIterates(record) && refusals.getAndDecrement() > 0
                ? new TimeoutException("no metadata")
                : null;
    IteratePublisher publisher = builder().open(kafka);
    try (publisher) {
      for (int step = 0; step < 10; step++) {
        publisher.publish(step, new double[2], 1 + step);
      }
    }

    assertThat(kafka.batchesOf("parameters"))
        .extracting(IterateBatch::getFirstStep)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(publisher.stats().publishedSteps()).isEqualTo(10);
    assertThat(publisher.stats().droppedSteps()).isZero();
    assertThat(publisher.stats().lastError()).contains("no metadata");
  }

  @Test
  void eventThatIsRefusedForGoodIsDroppedAndTheNextOnesGo() {
    AtomicInteger refusals = new AtomicInteger(1);
    kafka.refusal =
        record ->
            isIterates(record) && refusals.getAndDecrement() > 0
                ? new RecordTooLargeException("too large")
                : null;
    IteratePublisher publisher = builder().open(kafka);
    try (publisher) {
      publisher.publish(0, new double[2], 0.5);
      publisher.publish(1, new double[2], 0.25);
    }

    assertThat(publisher.stats().droppedSteps()).isEqualTo(1);
    assertThat(publisher.stats().droppedSamples()).isEqualTo(2);
    assertThat(publisher.stats().publishedSteps()).isEqualTo(1);
    assertThat(publisher.stats().lastError()).isEqualTo("an event did not reach Kafka: too large");
  }

  @Test
  void deliveryThatFailsLaterCountsAsDropped() {
    kafka.loss = record -> isIterates(record) ? new TimeoutException("expired") : null;
    IteratePublisher publisher = builder().open(kafka);
    try (publisher) {
      publisher.publish(0, new double[2]);
    }

    assertThat(publisher.stats().droppedSteps()).isEqualTo(1);
    assertThat(publisher.stats().publishedSteps()).isZero();
  }

  @Test
  void brokenClientIsReplaced() {
    AtomicInteger defects = new AtomicInteger(1);
    kafka.defect =
        record ->
            isIterates(record) && defects.getAndDecrement() > 0
                ? new KafkaException("fatal state")
                : null;
    IteratePublisher publisher = builder().open(kafka);
    try (publisher) {
      publisher.publish(0, new double[2], 0.5);
      publisher.publish(1, new double[2], 0.25);
    }

    assertThat(kafka.connections).hasValue(2);
    assertThat(publisher.stats().publishedSteps()).isEqualTo(1);
    assertThat(publisher.stats().droppedSteps()).isEqualTo(1);
  }

  @Test
  void directoryThatCannotBeWrittenDoesNotHoldUpTheIterates() {
    kafka.refusal = record -> isIterates(record) ? null : new TimeoutException("no such topic");
    IteratePublisher publisher = builder().linger(Duration.ofMillis(5)).open(kafka);
    publisher.publish(0, new double[2]);

    await().atMost(SOON).until(() -> publisher.stats().publishedSteps() == 1);
    publisher.close(Duration.ofMillis(200));
  }

  @Test
  void closeIsBoundedWhileTheBrokerIsAbsent() {
    kafka.absent = true;
    IteratePublisher publisher = builder().open(kafka);
    publisher.publish(0, new double[2]);
    long start = System.nanoTime();

    publisher.close(Duration.ofMillis(300));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertAccountedFor(publisher, 1);
  }

  @Test
  void closeWithNothingToSendDoesNotWaitForAnAbsentBroker() {
    kafka.absent = true;
    IteratePublisher publisher = builder().open(kafka);
    long start = System.nanoTime();

    publisher.close(Duration.ofSeconds(60));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void closeOnAnInterruptedThreadStillFlushesAndKeepsTheInterrupt() {
    IteratePublisher publisher = builder().open(kafka);
    publisher.publish(0, new double[2]);
    Thread.currentThread().interrupt();

    publisher.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(publisher.stats().publishedSteps()).isEqualTo(1);
  }

  @Test
  void secondCloseDoesNothing() {
    IteratePublisher publisher = builder().open(kafka);
    publisher.publish(0, new double[2]);
    publisher.close();
    int records = kafka.batches().size();

    publisher.close();

    assertThat(kafka.batches()).hasSize(records);
    assertThat(publisher.series("late").publish(0, new double[1])).isFalse();
    assertThat(publisher.stats().droppedSteps()).isEqualTo(1);
  }

  @Test
  void onlyDaemonThreadsAreStarted() {
    try (IteratePublisher publisher = builder().open(kafka)) {
      publisher.publish(0, new double[2]);
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith("tailwatch-publisher"))
          .isNotEmpty()
          .allMatch(Thread::isDaemon);
    }
  }

  @Test
  void publishAllocatesNothingInSteadyState() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    kafka.absent = true;
    IteratePublisher publisher = builder().maxMemoryBytes(2 << 20).open(kafka);
    double[] vector = new double[8];
    // Until every buffer there can be has been made.
    long step = publishAll(publisher, 0, 100_000, vector);
    assertThat(publisher.stats().droppedSteps()).isPositive();
    kafka.absent = false;
    await().atMost(SOON).until(() -> publisher.queueRatio() == 0);
    int measured = 300_000;
    long before = threads.getCurrentThreadAllocatedBytes();

    publishAll(publisher, step, measured, vector);

    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    publisher.close();
    // A single object a call would be 16 bytes; the rest is for a lock node when both sides meet.
    assertThat((double) bytes / measured).isLessThan(1);
  }

  private static long publishAll(
      IteratePublisher publisher, long first, int count, double[] vector) {
    for (long step = first; step < first + count; step++) {
      publisher.publish(step, vector);
    }
    return first + count;
  }

  @Test
  void realClientWithoutABrokerNeitherBlocksNorThrows() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    int steps = 100_000;
    long start = System.nanoTime();
    IteratePublisher publisher =
        IteratePublisher.builder("127.0.0.1:" + port).run("run").maxMemoryBytes(2 << 20).open();
    double[] vector = new double[8];
    for (int step = 0; step < steps; step++) {
      publisher.publish(step, vector);
    }
    long nanos = System.nanoTime() - start;
    await().atMost(SOON).until(() -> !publisher.stats().lastError().isEmpty());
    long closing = System.nanoTime();
    publisher.close(Duration.ofSeconds(1));

    assertThat(nanos / steps).isLessThan(20_000);
    assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(5));
    assertThat(publisher.stats().publishedSteps()).isZero();
    assertThat(publisher.stats().droppedSteps()).isEqualTo(steps);
  }

  @Test
  void hostThatDoesNotResolveIsNoExceptionEither() {
    IteratePublisher publisher =
        IteratePublisher.builder("no-such-host.invalid:9092").run("run").createTopics(false).open();
    publisher.publish(0, new double[1]);

    await().atMost(SOON).until(() -> !publisher.stats().lastError().isEmpty());
    publisher.close(Duration.ofMillis(200));
    assertThat(publisher.stats().droppedSteps()).isEqualTo(1);
  }

  @Test
  void metersCountWhatTheStatsCountAndLeaveWithThePublisher() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    IteratePublisher publisher =
        builder().linger(Duration.ofMillis(5)).meterRegistry(registry).open(kafka);
    publisher.publish(0, new double[3]);
    publisher.publish(1, new double[2]);
    await().atMost(SOON).until(() -> publisher.stats().publishedSteps() == 1);

    assertThat(
            registry
                .get("tailwatch.published.samples")
                .tags("run", "run", "series", "parameters")
                .functionCounter()
                .count())
        .isEqualTo(3);
    assertThat(registry.get("tailwatch.dropped.samples").functionCounter().count()).isEqualTo(2);
    assertThat(registry.get("tailwatch.publish.queue.ratio").gauge().value()).isBetween(0.0, 1.0);
    publisher.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void badArgumentsAreNamedWhenItIsBuilt() {
    assertThatThrownBy(() -> IteratePublisher.builder(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bootstrapServers must not be empty");
    assertThatThrownBy(() -> IteratePublisher.builder("x:1").open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("run must not be empty");
    assertThatThrownBy(() -> builder().series("a\nb").open(kafka))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("series must not hold control characters");
    assertThatThrownBy(() -> builder().batchBytes(1))
        .hasMessage("batchBytes must be in [1024, 524288]: was 1");
    assertThatThrownBy(() -> builder().maxMemoryBytes(1)).hasMessageEndingWith("was 1");
    assertThatThrownBy(() -> builder().linger(Duration.ZERO)).hasMessageEndingWith("was PT0S");
    assertThatThrownBy(() -> builder().attempt(0)).hasMessage("attempt must be at least 1: was 0");
    assertThatThrownBy(() -> builder().stepStride(0))
        .hasMessage("stepStride must be at least 1: was 0");
    assertThatThrownBy(() -> builder().partitions(0))
        .hasMessage("partitions must be at least 1: was 0");
    assertThatThrownBy(() -> builder().dataType(DataType.UNRECOGNIZED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().kafka(Map.of("acks", "some")).open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad Kafka property");
  }
}
