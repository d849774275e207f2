// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With threads of Kafka Streams that run, and no broker: tasks there are none. */
class BindersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir private Path dir;

  @Test
  void keepsWhatTellsOfLagRebalancesAndRestorationAndLittleElse() {
    Binders.filter(registry, "tail.watch");
    try (KafkaStreams streams = new KafkaStreams(topology(), properties());
        Binders binders = new Binders(registry, streams)) {
      assertThat(binders).isNotNull();
      streams.start();
      // It comes with the thread of the state updater, after the binding.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(names())
                      .contains("kafka.stream.state.updater.active.restoring.tasks"));
      assertThat(names())
          .contains(
              "kafka.consumer.coordinator.rebalance.total",
              "kafka.consumer.fetch.manager.records.lag.max",
              "jvm.memory.used",
              "process.cpu.usage");
      assertThat(names().stream().filter(name -> name.startsWith("kafka."))).hasSizeLessThan(20);
    }
  }

  @Test
  void nothingOfKafkaIsLeftAfterTheEnd() {
    Binders.filter(registry, "tail.watch");
    try (KafkaStreams streams = new KafkaStreams(topology(), properties())) {
      new Binders(registry, streams).close();
    }
    assertThat(names()).noneMatch(name -> name.startsWith("kafka."));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("tailwatch-kafka-meters");
  }

  /** Consumers count a topic with dots under two names. */
  @Test
  void everyTopicIsCountedOnce() {
    Binders.filter(registry, "tail.watch");
    for (String topic :
        List.of(
            "a_b.iterates.v1",
            "a_b_iterates_v1",
            "tail.watch-pane-parts-repartition",
            "tail_watch-pane-parts-repartition")) {
      registry.counter("kafka.consumer.fetch.manager.records.consumed.total", "topic", topic);
    }
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getTag("topic"))
        .containsExactlyInAnyOrder("a_b.iterates.v1", "tail.watch-pane-parts-repartition");
  }

  @Test
  void anApplicationMayHaveAnUnderscoreInItsName() {
    Binders.filter(registry, "tail_watch");
    registry.counter(
        "kafka.consumer.fetch.manager.records.consumed.total",
        "topic",
        "tail_watch-pane-parts-repartition");
    assertThat(registry.getMeters()).hasSize(1);
  }

  private Set<String> names() {
    List<Meter> meters = registry.getMeters();
    return meters.stream().map(meter -> meter.getId().getName()).collect(Collectors.toSet());
  }

  private static Topology topology() {
    var builder = new StreamsBuilder();
    builder.stream("in").to("out");
    return builder.build();
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "binders");
    // Discard: nobody listens there.
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
    properties.put(
        StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class.getName());
    properties.put(
        StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class.getName());
    return properties;
  }
}
