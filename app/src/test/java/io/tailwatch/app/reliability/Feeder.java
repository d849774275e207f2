// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import com.google.protobuf.ByteString;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.v1.IterateBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends series until it is told to stop. Acknowledged and retried beyond any death of the broker:
 * what is on the topic is the truth, in order, and what an answer was lost of is there twice: a
 * producer without sequence numbers, so that steps come repeatedly.
 */
final class Feeder implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;
  private static final String BAD = "bad/";

  private final String bootstrapServers;
  private final String topic;
  private final List<FedSeries> series = new ArrayList<>();
  private final Random random;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stop;

  Feeder(String bootstrapServers, String topic, int count, long seed, long pauseMillis) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.random = new Random(seed);
    for (int i = 0; i < count; i++) {
      series.add(new FedSeries(seed, i));
    }
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "enable.idempotence",
                "false",
                "max.in.flight.requests.per.connection",
                1,
                "delivery.timeout.ms",
                1_200_000,
                "max.block.ms",
                600_000,
                "linger.ms",
                5),
            new StringSerializer(),
            new ByteArraySerializer());
    thread = new Thread(() -> feed(pauseMillis), "feeder");
    thread.start();
  }

  private void feed(long pauseMillis) {
    try {
      while (!stop) {
        for (FedSeries each : series) {
          each.next().forEach(this::send);
        }
        if (random.nextInt(10) == 0) {
          sendBad();
        }
        Thread.sleep(pauseMillis);
      }
      producer.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void send(IterateBatch made) {
    String key = IterateBatches.key(made).encode();
    IterateBatch batch = made.toBuilder().setTakenAtMillis(System.currentTimeMillis()).build();
    send(key, batch.toByteArray());
  }

  private void send(String key, byte[] value) {
    producer.send(
        new ProducerRecord<>(topic, key, value),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          } else {
            sent.incrementAndGet();
          }
        });
  }

  /** Not Protobuf, or a good batch under a key that is not its own. */
  private void sendBad() {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    bytes[0] = (byte) 0xff;
    String key = BAD + random.nextInt(5);
    if (random.nextBoolean()) {
      bytes =
          IterateBatch.newBuilder()
              .setRun("elsewhere")
              .setSeries("s")
              .setSteps(1)
              .setDimension(1)
              .setValues(ByteString.copyFrom(new byte[4]))
              .build()
              .toByteArray();
    }
    send(key, bytes);
  }

  /** Ends the sending; returns when all has been acknowledged. */
  void finish() throws InterruptedException {
    stop = true;
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError("the feeder is not sure of its records", failure.get());
    }
  }

  long sent() {
    return sent.get();
  }

  /** The bad records on the topic; to be asked for at the end. */
  Set<Letters.Place> refused() {
    return Committed.records(bootstrapServers, topic, new ByteArrayDeserializer()).stream()
        .filter(record -> record.key().startsWith(BAD))
        .map(
            record ->
                new Letters.Place(
                    new TopicPartition(record.topic(), record.partition()), record.offset()))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    stop = true;
    producer.close(Duration.ofSeconds(5));
  }
}
