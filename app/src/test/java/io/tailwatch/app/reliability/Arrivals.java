// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads committed estimates as they come and tells how long after a moment each series went on: its
 * first estimate that rests on vectors taken after that moment.
 */
final class Arrivals implements AutoCloseable {
  private final KafkaConsumer<String, TailEstimate> consumer;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final Set<String> keys = new TreeSet<>();
  private final Map<String, Long> first = new HashMap<>();
  private final Thread thread;
  private long moment = Long.MAX_VALUE;

  /** Reads a topic from its end. */
  Arrivals(String bootstrapServers, String topic) {
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
    thread = new Thread(this::read, "arrivals");
    thread.start();
  }

  private void read() {
    try {
      while (true) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          note(record, System.currentTimeMillis());
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

  private synchronized void note(ConsumerRecord<String, TailEstimate> record, long now) {
    keys.add(record.key());
    if (!record.value().getProvisional() && record.value().getTakenAtMillis() > moment) {
      first.putIfAbsent(record.key(), now);
    }
  }

  /** The series that have come so far. */
  synchronized int series() {
    return keys.size();
  }

  /** Something happens now. */
  synchronized void mark() {
    moment = System.currentTimeMillis();
    first.clear();
  }

  /**
   * Waits until each series has gone on.
   *
   * @return how long after the moment the last of them did
   */
  Duration untilAllGoOn(Duration limit) throws InterruptedException {
    while (true) {
      if (failure.get() != null) {
        throw new AssertionError("the estimates cannot be read", failure.get());
      }
      synchronized (this) {
        if (first.keySet().containsAll(keys)) {
          long last = first.values().stream().mapToLong(Long::longValue).max().orElse(moment);
          return Duration.ofMillis(last - moment);
        }
        if (System.currentTimeMillis() - moment > limit.toMillis()) {
          Set<String> silent = new TreeSet<>(keys);
          silent.removeAll(first.keySet());
          var after = new TreeMap<String, Long>();
          first.forEach((key, at) -> after.put(key, at - moment));
          throw new AssertionError(
              "no estimate of %s within %d s; milliseconds until the others went on: %s"
                  .formatted(silent, limit.toSeconds(), after));
        }
      }
      Thread.sleep(20);
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
