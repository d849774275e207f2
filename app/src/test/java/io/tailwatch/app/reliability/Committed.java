// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic and a group have committed. */
final class Committed {
  private Committed() {}

  /** The committed records of a topic as they are now, each partition in order. */
  static <T> List<ConsumerRecord<String, T>> records(
      String bootstrapServers, String topic, Deserializer<T> deserializer) {
    List<ConsumerRecord<String, T>> records = new ArrayList<>();
    forEach(bootstrapServers, topic, deserializer, records::add);
    return records;
  }

  /** Hands over the committed records of a topic as they are now, each partition in order. */
  static <T> void forEach(
      String bootstrapServers,
      String topic,
      Deserializer<T> deserializer,
      Consumer<ConsumerRecord<String, T>> action) {
    try (var consumer = consumer(bootstrapServers, deserializer)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(action);
      }
    }
  }

  /** Whether no transaction is open on a topic. */
  static boolean isSettled(Admin admin, String topic) throws Exception {
    return ends(admin, topic, IsolationLevel.READ_COMMITTED)
        .equals(ends(admin, topic, IsolationLevel.READ_UNCOMMITTED));
  }

  /** Whether a group has read all of a topic, and no transaction is open on it. */
  static boolean isRead(Admin admin, String bootstrapServers, String group, String topic)
      throws Exception {
    if (!isSettled(admin, topic)) {
      return false;
    }
    Map<TopicPartition, Long> ends = ends(admin, topic, IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> read = offsets(admin, group, topic);
    ends.entrySet().removeIf(e -> read.getOrDefault(e.getKey(), 0L) >= e.getValue());
    // What is left may be marks of transactions, which have offsets and are no records.
    return ends.isEmpty() || !holdsRecords(bootstrapServers, ends, read);
  }

  private static boolean holdsRecords(
      String bootstrapServers, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> from) {
    try (var consumer = consumer(bootstrapServers, new ByteArrayDeserializer())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      from.keySet().retainAll(ends.keySet());
      from.forEach(consumer::seek);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
          return true;
        }
      }
      return false;
    }
  }

  private static <T> KafkaConsumer<String, T> consumer(
      String bootstrapServers, Deserializer<T> deserializer) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
        new StringDeserializer(),
        deserializer);
  }

  /** The end of each partition: of what is committed, or of all. */
  static Map<TopicPartition, Long> ends(Admin admin, String topic, IsolationLevel isolation)
      throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(300, TimeUnit.SECONDS)
            .get(topic)
            .partitions()
            .stream()
            .collect(
                Collectors.toMap(
                    info -> new TopicPartition(topic, info.partition()),
                    info -> OffsetSpec.latest()));
    return admin
        .listOffsets(latest, new ListOffsetsOptions(isolation))
        .all()
        .get(300, TimeUnit.SECONDS)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  /** How far a group has read a topic. */
  static Map<TopicPartition, Long> offsets(Admin admin, String group, String topic)
      throws Exception {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(300, TimeUnit.SECONDS)
        .entrySet()
        .stream()
        .filter(e -> e.getKey().topic().equals(topic) && e.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }
}
