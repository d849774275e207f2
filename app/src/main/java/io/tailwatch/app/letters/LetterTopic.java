// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed letters, from the oldest to those that are there when the reading begins. One
 * letter in memory at a time. One thread.
 */
final class LetterTopic implements AutoCloseable {

  private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
  private static final Duration STALL_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final List<TopicPartition> partitions;

  private LetterTopic(
      KafkaConsumer<byte[], byte[]> consumer, String topic, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.topic = topic;
    this.partitions = partitions;
  }

  /**
   * Connects.
   *
   * @throws CommandFailure when no broker answers or the topic does not exist
   */
  static LetterTopic open(KafkaOptions kafka) {
    var properties = new HashMap<String, Object>(kafka.client());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) REACH_LIMIT.toMillis());
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REACH_LIMIT.toMillis() - 1);
    // Reads without a group: it neither disturbs an analyzer nor needs its permission.
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    String topic = new Topics(kafka.topicPrefix()).deadLetters();
    return kafka.reach(
        REACH_LIMIT,
        () -> {
          var deserializer = new ByteArrayDeserializer();
          var consumer = new KafkaConsumer<>(properties, deserializer, deserializer);
          try {
            List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
              throw CommandFailure.failure(
                  "there is no topic " + topic + ": is --topic-prefix that of the analyzer?");
            }
            consumer.assign(partitions);
            return new LetterTopic(consumer, topic, partitions);
          } catch (RuntimeException e) {
            consumer.close();
            throw e;
          }
        });
  }

  String topic() {
    return topic;
  }

  /**
   * How many letters were read, how many of them repeated another one and were passed over.
   *
   * @param read all within the time that was asked for
   * @param repeated those of a refused record that had its letter before: after a crash the
   *     analyzer writes it again
   */
  record Tally(long read, long repeated) {}

  /** Shows every letter from a time on to somebody, in order, without repetitions. */
  Tally read(long sinceMillis, Consumer<Letter> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    seek(sinceMillis, ends);
    Set<Identity> seen = new HashSet<>();
    long read = 0;
    long repeated = 0;
    long deadline = System.nanoTime() + STALL_LIMIT.toNanos();
    while (!reached(ends)) {
      var records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        deadline = System.nanoTime() + STALL_LIMIT.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw CommandFailure.failure(
            "no letters came for "
                + STALL_LIMIT.toSeconds()
                + " s although there are more: is a partition of "
                + topic
                + " without a leader?");
      }
      for (ConsumerRecord<byte[], byte[]> record : records) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() >= ends.get(partition) || record.timestamp() < sinceMillis) {
          continue;
        }
        read++;
        Letter letter = Letter.of(record);
        if (seen.add(new Identity(letter.id(), letter.millis()))) {
          reader.accept(letter);
        } else {
          repeated++;
        }
      }
    }
    return new Tally(read, repeated);
  }

  /**
   * What two letters about one record have in common. The time tells apart records of a topic that
   * was deleted and created again.
   */
  private record Identity(Place source, long millis) {}

  private void seek(long sinceMillis, Map<TopicPartition, Long> ends) {
    consumer.seekToBeginning(partitions);
    if (sinceMillis <= 0) {
      return;
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, sinceMillis));
    // All before the first record of that time are older.
    Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp at = first.get(partition);
      consumer.seek(partition, at == null ? ends.get(partition) : at.offset());
    }
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
  }

  /** The letter at a place of this topic, if there is one. */
  Optional<Letter> at(Place place) {
    var partition = new TopicPartition(topic, place.partition());
    if (!partitions.contains(partition)) {
      return Optional.empty();
    }
    OptionalLong begin = bound(consumer.beginningOffsets(List.of(partition)), partition);
    OptionalLong end = bound(consumer.endOffsets(List.of(partition)), partition);
    if (place.offset() < begin.orElse(0) || place.offset() >= end.orElse(0)) {
      return Optional.empty();
    }
    consumer.assign(List.of(partition));
    try {
      consumer.seek(partition, place.offset());
      long deadline = System.nanoTime() + STALL_LIMIT.toNanos();
      while (consumer.position(partition) <= place.offset() && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          return record.offset() == place.offset()
              ? Optional.of(Letter.of(record))
              : Optional.empty();
        }
      }
      return Optional.empty();
    } finally {
      consumer.assign(partitions);
    }
  }

  private static OptionalLong bound(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
