// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How long estimates take: from the moment when the last vector of a pane was taken until its
 * committed estimate reaches a consumer. On a thread of its own.
 */
final class EstimateDelays implements AutoCloseable {
  /** An estimate, by the wall clock. */
  private record Seen(long takenAtMillis, long arrivedAtMillis) {}

  private final KafkaConsumer<String, TailEstimate> consumer;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final List<Seen> seen = new ArrayList<>();
  private final Thread thread;

  /** Reads a topic from its end. */
  EstimateDelays(String bootstrapServers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            EventSerdes.tailEstimate().deserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread = new Thread(this::read, "estimate-delays");
    thread.start();
  }

  private void read() {
    try {
      while (true) {
        var records = consumer.poll(Duration.ofMillis(200));
        long now = System.currentTimeMillis();
        synchronized (this) {
          records.forEach(record -> seen.add(new Seen(record.value().getTakenAtMillis(), now)));
        }
      }
    } catch (WakeupException e) {
      // Asked to close.
    } catch (RuntimeException e) {
      failure.set(e);
    } finally {
      consumer.close();
    }
  }

  /** Estimates that have come so far. */
  synchronized int count() {
    requireReading();
    return seen.size();
  }

  /** In milliseconds, ascending, of vectors taken from one moment until before another. */
  synchronized double[] between(long fromMillis, long toMillis) {
    requireReading();
    double[] delays =
        seen.stream()
            .filter(each -> each.takenAtMillis >= fromMillis && each.takenAtMillis < toMillis)
            .mapToDouble(each -> each.arrivedAtMillis - each.takenAtMillis)
            .toArray();
    Arrays.sort(delays);
    return delays;
  }

  private void requireReading() {
    if (failure.get() != null) {
      throw new AssertionError("the estimates cannot be read", failure.get());
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
