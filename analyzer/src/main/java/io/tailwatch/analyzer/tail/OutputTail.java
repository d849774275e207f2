// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed estimates and the directory of runs on a thread of its own, from all
 * partitions and without a group. It starts {@value #BACKLOG} records before the end of each
 * partition of estimates and at the beginning of the runs. Subscribers get what is committed after
 * the start; one that is more than {@value #SUBSCRIBER_BUFFER} estimates behind loses the newest,
 * and blocks nobody.
 */
public final class OutputTail implements AutoCloseable {
  static final int BACKLOG = 10_000;
  static final int SUBSCRIBER_BUFFER = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(OutputTail.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final ThreadFactory DAEMONS =
      task -> {
        var thread = new Thread(task, "tailwatch-subscriber");
        thread.setDaemon(true);
        return thread;
      };

  private final String estimatesTopic;
  private final String runsTopic;
  private final Consumer<String, byte[]> consumer;
  private final java.util.function.Consumer<Throwable> onFailure;
  private final Latest latest = new Latest();
  private final Deserializer<TailEstimate> estimates = EventSerdes.tailEstimate().deserializer();
  private final Deserializer<RunDescriptor> runs = EventSerdes.runDescriptor().deserializer();
  private final ExecutorService subscribers = Executors.newCachedThreadPool(DAEMONS);
  private final SubmissionPublisher<TailEstimate> publisher =
      new SubmissionPublisher<>(subscribers, SUBSCRIBER_BUFFER);
  private final Map<TopicPartition, Long> firstLive = new HashMap<>();
  private final Thread thread;
  private volatile boolean closing;

  private OutputTail(
      String estimatesTopic,
      String runsTopic,
      Consumer<String, byte[]> consumer,
      java.util.function.Consumer<Throwable> onFailure) {
    this.estimatesTopic = estimatesTopic;
    this.runsTopic = runsTopic;
    this.consumer = consumer;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "tailwatch-tail");
    this.thread.setDaemon(true);
  }

  /**
   * Starts reading; the topics must exist.
   *
   * @param onFailure told when reading ends for another reason than {@link #close()}
   */
  public static OutputTail start(
      Map<String, String> kafka,
      String bootstrapServers,
      String estimatesTopic,
      String runsTopic,
      java.util.function.Consumer<Throwable> onFailure) {
    var properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.putAll(kafka);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return start(
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()),
        estimatesTopic,
        runsTopic,
        onFailure);
  }

  static OutputTail start(
      Consumer<String, byte[]> consumer,
      String estimatesTopic,
      String runsTopic,
      java.util.function.Consumer<Throwable> onFailure) {
    var tail = new OutputTail(estimatesTopic, runsTopic, consumer, onFailure);
    try {
      tail.seek();
    } catch (RuntimeException e) {
      consumer.close();
      tail.subscribers.shutdown();
      throw e;
    }
    tail.thread.start();
    return tail;
  }

  private void seek() {
    List<TopicPartition> ofEstimates = partitions(estimatesTopic);
    List<TopicPartition> ofRuns = partitions(runsTopic);
    var all = new ArrayList<>(ofEstimates);
    all.addAll(ofRuns);
    consumer.assign(all);
    consumer.seekToBeginning(ofRuns);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ofEstimates);
    firstLive.putAll(consumer.endOffsets(ofEstimates));
    firstLive.forEach(
        (partition, end) ->
            consumer.seek(partition, Math.max(beginnings.get(partition), end - BACKLOG)));
  }

  private List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private void run() {
    try (consumer) {
      while (!closing) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (WakeupException e) {
      // Asked to close.
    } catch (RuntimeException e) {
      LOG.error("Stopped reading {} and {}", estimatesTopic, runsTopic, e);
      onFailure.accept(e);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.topic().equals(runsTopic)) {
        takeRun(record);
      } else {
        takeEstimate(record);
      }
    } catch (BadEventException e) {
      LOG.debug(
          "Skipped {}-{} offset {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void takeRun(ConsumerRecord<String, byte[]> record) {
    RunDescriptor run = runs.deserialize(runsTopic, record.headers(), record.value());
    if (run != null) {
      latest.add(run);
    } else if (record.key() != null) {
      latest.removeRun(SeriesKey.parseRun(record.key()));
    }
  }

  private void takeEstimate(ConsumerRecord<String, byte[]> record) {
    TailEstimate estimate = estimates.deserialize(estimatesTopic, record.headers(), record.value());
    if (estimate == null) {
      return;
    }
    latest.add(estimate);
    var partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() >= firstLive.getOrDefault(partition, 0L)) {
      publisher.offer(estimate, null);
    }
  }

  /** What was read last. */
  public Latest latest() {
    return latest;
  }

  /** Estimates as they are committed. */
  public Flow.Publisher<TailEstimate> publisher() {
    return publisher;
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
    publisher.close();
    subscribers.shutdown();
  }
}
