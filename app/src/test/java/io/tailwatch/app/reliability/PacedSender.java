// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.v1.IterateBatch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends as fast as an analyzer reads: never more than a bounded number of batches ahead. */
final class PacedSender implements AutoCloseable {
  private final Admin admin;
  private final String application;
  private final String topic;
  private final long ahead;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicLong sent = new AtomicLong();
  private long read;

  PacedSender(Admin admin, String bootstrapServers, String application, String topic, long ahead) {
    this.admin = admin;
    this.application = application;
    this.topic = topic;
    this.ahead = ahead;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Sends a batch, at once or when the analyzer has come nearer. */
  void send(IterateBatch batch, Runnable watch) throws Exception {
    while (sent.get() - read > ahead) {
      read =
          Committed.offsets(admin, application, topic).values().stream()
              .mapToLong(Long::longValue)
              .sum();
      watch.run();
      if (sent.get() - read > ahead) {
        Thread.sleep(20);
      }
    }
    sent.incrementAndGet();
    producer.send(
        new ProducerRecord<>(topic, IterateBatches.key(batch).encode(), batch.toByteArray()),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /** How many were sent so far. */
  long sent() {
    return sent.get();
  }

  /** All that was sent, once it has been acknowledged. */
  long finish() {
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("the broker has not taken all batches", failure.get());
    }
    return sent.get();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
