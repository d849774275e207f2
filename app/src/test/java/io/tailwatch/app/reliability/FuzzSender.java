// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records of any kind and remembers where each came to lie. */
final class FuzzSender implements AutoCloseable {
  /** A record as it was sent. */
  record Sent(
      String kind, FuzzRecord.Expected expected, String run, Letters.Place place, int bytes) {}

  private static final int LARGEST = 16 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  FuzzSender(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                5,
                // So that a record may be larger than a broker lets through.
                "compression.type",
                "zstd",
                "max.request.size",
                LARGEST),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void send(String topic, FuzzRecord record) {
    int bytes = record.value() == null ? 0 : record.value().length;
    producer.send(
        record.to(topic),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, new IllegalStateException("not sent: " + record.kind(), e));
            return;
          }
          var partition = new TopicPartition(place.topic(), place.partition());
          sent.add(
              new Sent(
                  record.kind(),
                  record.expected(),
                  record.run(),
                  new Letters.Place(partition, place.offset()),
                  bytes));
        });
  }

  /** Sends what is not part of the count. */
  void sendBeside(String topic, byte[] key, byte[] value) {
    producer.send(
        new ProducerRecord<>(topic, key, value),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /** All records that were sent, once they have been acknowledged. */
  List<Sent> acknowledged() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("the broker has not taken all records", failure.get());
    }
    return List.copyOf(sent);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
