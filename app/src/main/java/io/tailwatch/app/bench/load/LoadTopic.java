// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.load;

import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Fills the iterates topic of a prefix with a workload. */
public final class LoadTopic {
  private static final Duration CREATE_LIMIT = Duration.ofSeconds(30);
  private static final int BATCH_BYTES = 512 * 1024;

  private LoadTopic() {}

  /** Creates the topics of the prefix and writes all records; returns when they are written. */
  public static void fill(Admin admin, String bootstrapServers, String prefix, Workload load) {
    fill(admin, bootstrapServers, prefix, load, new WorkloadBatches(load));
  }

  /** As {@link #fill(Admin, String, String, Workload)}, with batches that are there already. */
  public static void fill(
      Admin admin, String bootstrapServers, String prefix, Workload load, WorkloadBatches batches) {
    var topics = new Topics(prefix);
    TopicCreator.ensure(admin, topics, load.partitions(), (short) 1, CREATE_LIMIT);
    var failure = new AtomicReference<Exception>();
    try (var producer = producer(bootstrapServers)) {
      for (int n = 0; n < load.records() && failure.get() == null; n++) {
        int series = n % load.series();
        IterateBatch batch = batches.batch(series, n / load.series(), 0);
        producer.send(
            record(topics.iterates(), load, series, batch),
            (place, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              }
            });
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("cannot fill " + topics.iterates(), failure.get());
    }
  }

  /** A batch on its way to the partition of its series. */
  public static ProducerRecord<String, byte[]> record(
      String topic, Workload load, int series, IterateBatch batch) {
    return new ProducerRecord<>(
        topic, load.partition(series), IterateBatches.key(batch).encode(), batch.toByteArray());
  }

  /** A producer for large, uncompressed batches. */
  public static KafkaProducer<String, byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.BATCH_SIZE_CONFIG,
            BATCH_BYTES,
            // With more, a new leader may refuse the first request and take the second; the first
            // is then repeated in vain until the delivery time-out (KAFKA-14359).
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.LINGER_MS_CONFIG,
            5),
        new StringSerializer(),
        new ByteArraySerializer());
  }
}
