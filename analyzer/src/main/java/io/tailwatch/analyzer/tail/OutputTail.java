// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed output of all instances on a thread of its own, from all partitions and
 * without a group, into a {@link Latest}. Where it starts is told by {@link ReadBack}. Subscribers
 * get what is committed after the start.
 */
public final class OutputTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputTail.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int FETCH_BYTES = 8 << 20;
  private static final long EXPIRE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Consumer<String, byte[]> consumer;
  private final Subscribers subscribers;
  private final ReadBack readBack;
  private final Intake intake;
  private final Latest latest;
  private final java.util.function.Consumer<Throwable> onFailure;
  private final Thread thread;
  private volatile boolean closing;

  private OutputTail(
      Consumer<String, byte[]> consumer,
      TailTopics topics,
      Latest latest,
      TailListener listener,
      java.util.function.Consumer<Throwable> onFailure) {
    this.consumer = consumer;
    this.latest = latest;
    this.subscribers = new Subscribers(listener);
    this.onFailure = onFailure;
    this.readBack = new ReadBack(consumer, topics, latest::keepKnown);
    this.intake = new Intake(topics, latest, subscribers, readBack::isLive);
    this.thread = new Thread(this::run, "tailwatch-tail");
    this.thread.setDaemon(true);
  }

  /**
   * Starts reading; the topics must exist, that of the windows apart.
   *
   * @param latest is filled
   * @param listener told what is committed from now on
   * @param onFailure told when reading ends for another reason than {@link #close()}
   */
  public static OutputTail start(
      Map<String, String> kafka,
      String bootstrapServers,
      TailTopics topics,
      Latest latest,
      TailListener listener,
      java.util.function.Consumer<Throwable> onFailure) {
    var properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    // Should retention overtake us, what is left begins at the start of the partition.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // The default of 50 MB is a fifth of a small heap.
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.putAll(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Whoever asks for an internal topic must not create it, with other settings than Streams'.
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return start(
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()),
        topics,
        latest,
        listener,
        onFailure);
  }

  static OutputTail start(
      Consumer<String, byte[]> consumer,
      TailTopics topics,
      Latest latest,
      TailListener listener,
      java.util.function.Consumer<Throwable> onFailure) {
    OutputTail tail;
    latest.onRunChange(listener::run);
    try {
      tail = new OutputTail(consumer, topics, latest, listener, onFailure);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    tail.thread.start();
    return tail;
  }

  private void run() {
    try (consumer) {
      long expired = System.nanoTime();
      while (!closing) {
        consumer.poll(POLL).forEach(intake::take);
        readBack.look();
        if (System.nanoTime() - expired > EXPIRE_NANOS) {
          expired = System.nanoTime();
          latest.expire(System.currentTimeMillis());
        }
      }
    } catch (WakeupException e) {
      // Asked to close.
    } catch (RuntimeException e) {
      LOG.error("Stopped reading the committed output", e);
      onFailure.accept(e);
    }
  }

  /** Whether everything has been read that was committed at the start. */
  public boolean caughtUp() {
    return readBack.done();
  }

  /** Estimates as they are committed. */
  public Flow.Publisher<TailEstimate> estimates() {
    return subscribers.estimates();
  }

  /** Alerts as they are committed. */
  public Flow.Publisher<TailAlert> alerts() {
    return subscribers.alerts();
  }

  /** Stops reading and completes the subscribers. Idempotent. */
  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    subscribers.close();
  }
}
