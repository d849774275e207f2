// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.pass.EstimateDigest;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What an analyzer has left on the broker. */
final class OutputTopics {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int ADMIN_LIMIT_SECONDS = 60;

  private OutputTopics() {}

  /** The committed estimates. */
  static EstimateDigest estimates(String bootstrapServers, Topics topics) {
    List<TailEstimate> estimates = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            EventSerdes.tailEstimate().deserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topics.estimates()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(POLL).forEach(record -> estimates.add(record.value()));
      }
    }
    return EstimateDigest.of(estimates);
  }

  /** Deletes the topics whose names begin with this. */
  static void delete(Admin admin, String prefix)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names =
        admin.listTopics().names().get(ADMIN_LIMIT_SECONDS, TimeUnit.SECONDS).stream()
            .filter(name -> name.startsWith(prefix + ".") || name.startsWith(prefix + "-"))
            .toList();
    admin.deleteTopics(names).all().get(ADMIN_LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
