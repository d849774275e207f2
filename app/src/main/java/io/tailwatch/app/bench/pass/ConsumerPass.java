// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Plain consumers, one for each thread, that read their partitions from the start to the end. */
final class ConsumerPass {
  private static final Duration POLL = Duration.ofMillis(100);

  private final PassTask task;
  private final ProcessClock clock = new ProcessClock();
  private long taken;
  private long takenBefore;

  ConsumerPass(PassTask task) {
    this.task = task;
  }

  /** Reads; fails when the topic does not come to its end in time. */
  PassResult run() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(task.threads());
    try {
      List<Future<Long>> counts = new ArrayList<>();
      List<SameWork> work = new ArrayList<>();
      for (int i = 0; i < task.threads(); i++) {
        counts.add(threads.submit(reader(partitions(i), work)));
      }
      long records = 0;
      for (Future<Long> count : counts) {
        records += count.get();
      }
      List<TailEstimate> estimates = new ArrayList<>();
      work.forEach(each -> estimates.addAll(each.estimates()));
      return clock.result(records - takenBefore, records, EstimateDigest.of(estimates));
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Long> reader(List<TopicPartition> partitions, List<SameWork> all) {
    if (task.variant() == Variant.RAW) {
      return () ->
          read(
              partitions,
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer(),
              (key, value) -> {});
    }
    var work = new SameWork();
    all.add(work);
    return () ->
        read(
            partitions,
            new StringDeserializer(),
            EventSerdes.iterateBatch().deserializer(),
            work::accept);
  }

  private List<TopicPartition> partitions(int thread) {
    String topic = new Topics(task.topicPrefix()).iterates();
    return IntStream.range(0, task.load().partitions())
        .filter(partition -> partition % task.threads() == thread)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  /** Counts records of all threads that are about to be worked on. */
  private synchronized void take(int records) {
    long before = taken;
    taken += records;
    if (before < task.load().leadRecords() && taken >= task.load().leadRecords()) {
      takenBefore = before;
      clock.start();
    }
  }

  /** What is done with each record. */
  private interface Work<K, V> {
    void accept(K key, V value);
  }

  private <K, V> long read(
      List<TopicPartition> partitions,
      Deserializer<K> keys,
      Deserializer<V> values,
      Work<K, V> work) {
    var settings = ConsumerSettings.of(AnalyzerConfig.builder(task.bootstrapServers()).build());
    long records = 0;
    try (var consumer = new KafkaConsumer<>(settings, keys, values)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long expected = ends.values().stream().mapToLong(Long::longValue).sum();
      long deadline = System.nanoTime() + Duration.ofSeconds(task.limitSeconds()).toNanos();
      while (records < expected) {
        var polled = consumer.poll(POLL);
        take(polled.count());
        for (var record : polled) {
          work.accept(record.key(), record.value());
        }
        records += polled.count();
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "read %d of %d records in %d s".formatted(records, expected, task.limitSeconds()));
        }
      }
      clock.stop();
      return records;
    }
  }
}
