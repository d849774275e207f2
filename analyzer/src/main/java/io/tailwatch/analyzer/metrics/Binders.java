// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Micrometer's own meters of the JVM, the process and Kafka Streams. Of the many hundred of Kafka
 * only those are kept that tell whether it keeps up. What is restored is told by the records that
 * its restore consumers read; Kafka's own count of those that remain takes the marks of
 * transactions for records, and never comes down to zero.
 */
public final class Binders implements AutoCloseable {
  private static final Set<String> KEPT_OF_KAFKA =
      Set.of(
          "kafka.stream.thread.process.rate",
          "kafka.stream.thread.process.total",
          "kafka.stream.thread.commit.latency.avg",
          "kafka.stream.thread.poll.ratio",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.task.dropped.records.total",
          "kafka.stream.state.updater.active.restoring.tasks",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.alive.stream.threads",
          "kafka.consumer.fetch.manager.records.lag.max",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.fetch.manager.bytes.consumed.total",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.producer.record.send.total",
          "kafka.producer.record.error.total");

  /**
   * How soon meters follow the threads, tasks and partitions of Kafka Streams. Micrometer's own
   * minute is longer than most restorations take.
   */
  private static final Duration FOLLOW = Duration.ofSeconds(5);

  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final ScheduledExecutorService follower =
      Executors.newSingleThreadScheduledExecutor(Binders::daemon);
  private final KafkaStreamsMetrics streams;

  /**
   * Keeps the other meters of Kafka out; to be called before any meter is registered.
   *
   * @param applicationId of the streams
   */
  public static void filter(MeterRegistry registry, String applicationId) {
    registry.config().meterFilter(MeterFilter.deny(id -> isUnwanted(id, applicationId)));
  }

  private static boolean isUnwanted(Meter.Id id, String applicationId) {
    if (!id.getName().startsWith("kafka.")) {
      return false;
    }
    String topic = id.getTag("topic");
    return !KEPT_OF_KAFKA.contains(id.getName())
        || (topic != null && isSecondName(topic, applicationId));
  }

  /**
   * Whether it is how Kafka used to write the name of a topic with dots. Consumers of 4.1 and later
   * count such a topic under both names (KIP-1109), and a sum over topics would be twice too large.
   */
  private static boolean isSecondName(String topic, String applicationId) {
    boolean ofOurs = topic.endsWith("_v1");
    boolean internal =
        applicationId.contains(".") && topic.startsWith(applicationId.replace('.', '_') + "-");
    return ofOurs || internal;
  }

  /** Binds; to be called before the streams start. */
  public Binders(MeterRegistry registry, KafkaStreams application) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
    streams = new KafkaStreamsMetrics(application, Tags.empty(), follower, FOLLOW);
    streams.bindTo(registry);
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "tailwatch-kafka-meters");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops what listens; to be called after the streams were closed. */
  @Override
  public void close() {
    follower.shutdownNow();
    streams.close();
    garbage.close();
  }
}
