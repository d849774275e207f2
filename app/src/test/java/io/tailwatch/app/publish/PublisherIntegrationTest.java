// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublishStats;
import io.tailwatch.producer.publish.PublisherBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The publisher against a real broker: there, lost, back again, late. */
@Timeout(120)
class PublisherIntegrationTest {
  private static final Topics TOPICS = Topics.defaults();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int DIMENSION = 8;
  private static final int PANE_STEPS = 1000;

  private static final SeriesDescriptor DESCRIPTOR =
      SeriesDescriptor.newBuilder()
          .setWindow(WindowSpec.newBuilder().setPaneSteps(PANE_STEPS))
          .build();

  private static PublisherBuilder builder(String bootstrapServers) {
    return IteratePublisher.builder(bootstrapServers).run("a/run").series("w 1");
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"DATA_TYPE_FLOAT32", "DATA_TYPE_FLOAT64"})
  void valuesReadBackAreThoseOfTheTraining(DataType type) {
    int steps = 10_000;
    double[][] trained = new double[steps][];
    try (var broker = EmbeddedBroker.start()) {
      var publisher = builder(broker.bootstrapServers()).dataType(type).open();
      try (publisher) {
        publisher.describe(DESCRIPTOR);
        var random = new Random(1);
        for (int step = 0; step < steps; step++) {
          trained[step] = random.doubles(DIMENSION, -5, 5).toArray();
          if (step % 1234 == 0) {
            trained[step][0] = Double.NaN;
          }
          publisher.publish(step, trained[step], 0.25);
        }
      }

      assertThat(publisher.stats().publishedSteps()).isEqualTo(steps);
      assertThat(publisher.stats().droppedSteps()).isZero();
      List<IterateBatch> batches = iterates(broker.bootstrapServers());
      assertSameBits(batches, trained, type);
      assertDescriptorWhereNeeded(batches);
      assertThat(batches.get(batches.size() - 1).getEndOfSeries()).isTrue();
      assertThat(batches.get(batches.size() - 1).getFirstStep()).isEqualTo(steps);
      assertThat(runs(broker.bootstrapServers()))
          .extracting(RunDescriptor::getState)
          .containsExactly(RunState.RUN_STATE_RUNNING, RunState.RUN_STATE_FINISHED);
    }
  }

  private static void assertSameBits(
      List<IterateBatch> batches, double[][] trained, DataType type) {
    long next = 0;
    for (IterateBatch batch : batches) {
      assertThat(batch.getFirstStep()).isEqualTo(next);
      double[] values = new double[batch.getSteps() * DIMENSION];
      IterateValues.decode(batch.getValues(), batch.getDataType(), values);
      for (int i = 0; i < values.length; i++) {
        double sent = trained[(int) next + i / DIMENSION][i % DIMENSION];
        double expected = type == DataType.DATA_TYPE_FLOAT32 ? (float) sent : sent;
        if (Double.doubleToRawLongBits(values[i]) != Double.doubleToRawLongBits(expected)) {
          assertThat(values[i]).as("value %d of step %d", i, next).isEqualTo(expected);
        }
      }
      next += batch.getSteps();
    }
    assertThat(next).isEqualTo(trained.length);
  }

  private static void assertDescriptorWhereNeeded(List<IterateBatch> batches) {
    for (IterateBatch batch : batches) {
      boolean paneStart = batch.getSteps() > 0 && batch.getFirstStep() % PANE_STEPS == 0;
      assertThat(batch.hasSeriesDescriptor())
          .as("step %d", batch.getFirstStep())
          .isEqualTo(paneStart);
      assertThat(batch.getFirstStep() / PANE_STEPS)
          .isEqualTo((batch.getFirstStep() + Math.max(0, batch.getSteps() - 1)) / PANE_STEPS);
    }
  }

  @Test
  void recordsGoWhereTheirKeySays() {
    try (var broker = EmbeddedBroker.start()) {
      try (var publisher = builder(broker.bootstrapServers()).open()) {
        for (int i = 0; i < 20; i++) {
          publisher.series("layer/" + i).publish(0, new float[] {i});
        }
      }

      List<ConsumerRecord<byte[], byte[]>> records =
          records(broker.bootstrapServers(), TOPICS.iterates());
      assertThat(records).hasSize(40);
      var partitions = new TreeSet<Integer>();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        String series = read(EventSerdes.iterateBatch().deserializer(), record).getSeries();
        assertThat(new String(record.key(), StandardCharsets.UTF_8))
            .isEqualTo(SeriesKey.of("a/run", series).encode());
        assertThat(record.partition())
            .isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % Topics.DEFAULT_PARTITIONS);
        partitions.add(record.partition());
      }
      // 20 keys over 8 partitions: all in one would mean that the topic was not created as ours.
      assertThat(partitions).hasSizeGreaterThan(3);
    }
  }

  @Test
  void brokerLostMidwayIsSeenInTheCountsAlone() {
    var broker = EmbeddedBroker.start();
    var publisher =
        builder(broker.bootstrapServers())
            .maxMemoryBytes(2 << 20)
            .linger(Duration.ofMillis(10))
            .open();
    long steps = 0;
    double[] vector = new double[DIMENSION];
    try (broker) {
      publisher.publish(steps++, vector);
      await().atMost(SOON).until(() -> publisher.stats().publishedSteps() > 0);
    }
    for (int i = 0; i < 500_000; i++) {
      publisher.publish(steps++, vector);
    }
    long start = System.nanoTime();
    publisher.close(Duration.ofSeconds(1));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    PublishStats stats = publisher.stats();
    assertThat(stats.droppedSteps()).isPositive();
    // The client's own thread may still be failing the last deliveries.
    long offered = steps;
    await()
        .atMost(SOON)
        .until(
            () -> publisher.stats().publishedSteps() + publisher.stats().droppedSteps() == offered);
    assertThat(publisher.stats().lastError()).isNotEmpty();
  }

  @Test
  void brokerThatComesBackGetsEveryStepOnce(@TempDir Path directory) throws Exception {
    var options = BrokerOptions.ephemeral().withPort(freePort()).withDataDir(directory);
    IteratePublisher publisher;
    try (var broker = EmbeddedBroker.start(options)) {
      publisher = builder(broker.bootstrapServers()).linger(Duration.ofMillis(10)).open();
      publish(publisher, 0, 2000);
      await().atMost(SOON).until(() -> publisher.stats().publishedSteps() == 2000);
    }
    publish(publisher, 2000, 4000);
    try (var broker = EmbeddedBroker.start(options)) {
      publish(publisher, 4000, 6000);
      await().atMost(SOON).until(() -> publisher.stats().publishedSteps() == 6000);
      publisher.close();

      assertThat(publisher.stats().droppedSteps()).isZero();
      assertConsecutive(iterates(broker.bootstrapServers()), 6000);
    }
  }

  @Test
  void brokerThatComesLateGetsTheFirstStepsAndTheDescriptor() throws Exception {
    int port = freePort();
    var publisher = builder("127.0.0.1:" + port).open();
    publisher.describe(DESCRIPTOR);
    publish(publisher, 0, 3000);
    try (var broker = EmbeddedBroker.start(BrokerOptions.ephemeral().withPort(port))) {
      await().atMost(SOON).until(() -> publisher.stats().publishedSteps() == 3000);
      publisher.close();

      List<IterateBatch> batches = iterates(broker.bootstrapServers());
      assertConsecutive(batches, 3000);
      assertDescriptorWhereNeeded(batches);
    }
  }

  private static void publish(IteratePublisher publisher, int from, int to) {
    double[] vector = new double[DIMENSION];
    for (int step = from; step < to; step++) {
      vector[0] = step;
      publisher.publish(step, vector);
    }
  }

  private static void assertConsecutive(List<IterateBatch> batches, long steps) {
    long next = 0;
    for (IterateBatch batch : batches) {
      assertThat(batch.getFirstStep()).isEqualTo(next);
      next += batch.getSteps();
    }
    assertThat(next).isEqualTo(steps);
  }

  private static List<IterateBatch> iterates(String bootstrapServers) {
    return records(bootstrapServers, TOPICS.iterates()).stream()
        .map(record -> read(EventSerdes.iterateBatch().deserializer(), record))
        .toList();
  }

  private static List<RunDescriptor> runs(String bootstrapServers) {
    return records(bootstrapServers, TOPICS.runs()).stream()
        .map(record -> read(EventSerdes.runDescriptor().deserializer(), record))
        .toList();
  }

  private static <T> T read(Deserializer<T> deserializer, ConsumerRecord<byte[], byte[]> record) {
    return deserializer.deserialize(record.topic(), record.headers(), record.value());
  }

  /** Everything in a topic now, each partition in order. */
  private static List<ConsumerRecord<byte[], byte[]>> records(
      String bootstrapServers, String topic) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
