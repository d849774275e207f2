// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.RunDescriptor;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** What lies in the topics of a prefix now. */
public record Published(List<IterateBatch> batches, List<RunDescriptor> runs) {

  /** Reads both topics from their start to their present end. */
  public static Published read(String bootstrapServers, String prefix) {
    var topics = new Topics(prefix);
    return new Published(
        read(bootstrapServers, topics.iterates(), EventSerdes.iterateBatch().deserializer()),
        read(bootstrapServers, topics.runs(), EventSerdes.runDescriptor().deserializer()));
  }

  private static <T> List<T> read(String servers, String topic, Deserializer<T> deserializer) {
    var values = new ArrayList<T>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers), new ByteArrayDeserializer(), deserializer)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  /** The batches of a series, in order. */
  public List<IterateBatch> ofSeries(String series) {
    return batches.stream().filter(batch -> batch.getSeries().equals(series)).toList();
  }

  /** The bytes of all values of a series; fails unless its steps follow each other. */
  public byte[] bytes(String series, long firstStep, int stride) {
    var bytes = new ByteArrayOutputStream();
    long next = firstStep;
    for (IterateBatch batch : ofSeries(series)) {
      if (batch.getFirstStep() != next || batch.getStepStride() != stride) {
        throw new AssertionError("expected step " + next + ", found " + batch.getFirstStep());
      }
      next += (long) batch.getSteps() * stride;
      bytes.writeBytes(batch.getValues().toByteArray());
    }
    return bytes.toByteArray();
  }

  /** The state in which the run was announced last. */
  public RunDescriptor lastRun() {
    return runs.get(runs.size() - 1);
  }
}
