// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, committed records only. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicReader() {}

  /**
   * The values of all records, each partition in order, until one is the last that is waited for.
   *
   * @param last tells the record that ends the reading
   */
  public static <T> List<T> readUntil(
      String bootstrapServers,
      String topic,
      Deserializer<T> deserializer,
      Duration limit,
      Predicate<List<T>> last) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<T> values = new ArrayList<>();
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "fetch.max.bytes",
            64 << 20,
            "max.partition.fetch.bytes",
            8 << 20);
    try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), deserializer)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!last.test(values)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              topic + " did not hold what was waited for; it has " + values.size() + " records");
        }
        for (ConsumerRecord<String, T> record : consumer.poll(POLL)) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
