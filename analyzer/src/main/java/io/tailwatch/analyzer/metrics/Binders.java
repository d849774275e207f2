// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Micrometer's own meters of the JVM, the process and Kafka Streams. Of the many hundred of Kafka
 * only those are kept that tell whether it keeps up.
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
          "kafka.stream.failed.stream.threads",
          "kafka.stream.alive.stream.threads",
          "kafka.consumer.fetch.manager.records.lag.max",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.fetch.manager.bytes.consumed.total",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.producer.record.send.total",
          "kafka.producer.record.error.total");

  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final KafkaStreamsMetrics streams;

  /** Keeps the other meters of Kafka out; to be called before any meter is registered. */
  public static void filter(MeterRegistry registry) {
    registry
        .config()
        .meterFilter(
            MeterFilter.deny(
                id -> id.getName().startsWith("kafka.") && !KEPT_OF_KAFKA.contains(id.getName())));
  }

  /** Binds; to be called before the streams start. */
  public Binders(MeterRegistry registry, KafkaStreams application) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
    streams = new KafkaStreamsMetrics(application);
    streams.bindTo(registry);
  }

  /** Stops what listens; to be called after the streams were closed. */
  @Override
  public void close() {
    streams.close();
    garbage.close();
  }
}
