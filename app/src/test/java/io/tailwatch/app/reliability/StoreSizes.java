// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the state stores of an application hold, by their changelogs: the keys that have a value,
 * and how large they are.
 */
final class StoreSizes implements AutoCloseable {
  private record Entry(int partition, String store, String key) {}

  private final KafkaConsumer<String, byte[]> consumer;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final Map<Entry, Integer> sizes = new HashMap<>();
  private final Thread thread;
  private long bytes;

  /** Follows the changelogs that there are. */
  StoreSizes(String bootstrapServers, String application) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.listTopics().entrySet().stream()
            .filter(
                topic ->
                    topic.getKey().startsWith(application + "-")
                        && topic.getKey().endsWith("-changelog"))
            .flatMap(topic -> topic.getValue().stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread = new Thread(this::read, "store-sizes");
    thread.start();
  }

  private void read() {
    try {
      while (true) {
        consumer.poll(Duration.ofMillis(200)).forEach(this::note);
      }
    } catch (WakeupException e) {
      // Asked to close.
    } catch (RuntimeException e) {
      failure.set(e);
    } finally {
      consumer.close();
    }
  }

  private synchronized void note(ConsumerRecord<String, byte[]> record) {
    var entry = new Entry(record.partition(), record.topic(), record.key());
    Integer size =
        record.value() == null ? null : record.serializedKeySize() + record.serializedValueSize();
    Integer before = size == null ? sizes.remove(entry) : sizes.put(entry, size);
    bytes += (size == null ? 0 : size) - (before == null ? 0 : before);
  }

  /** Keys with a value. */
  synchronized int entries() {
    assertReading();
    return sizes.size();
  }

  /** Bytes of keys and values. */
  synchronized long bytes() {
    assertReading();
    return bytes;
  }

  /** Keys with a value, of each store. */
  synchronized Map<String, Integer> entriesByStore() {
    Map<String, Integer> byStore = new HashMap<>();
    sizes.keySet().forEach(entry -> byStore.merge(entry.store(), 1, Integer::sum));
    return byStore;
  }

  private void assertReading() {
    if (failure.get() != null) {
      throw new AssertionError("the changelogs cannot be read", failure.get());
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
