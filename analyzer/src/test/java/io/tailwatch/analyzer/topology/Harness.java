// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology under the production properties, without a broker. */
final class Harness implements AutoCloseable {
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final TopologyTestDriver driver;
  private final Topology topology;
  private boolean stopped;
  final TestInputTopic<String, byte[]> iterates;
  final TestOutputTopic<String, TailEstimate> estimates;
  final TestOutputTopic<String, TailAlert> alerts;
  final TestOutputTopic<byte[], byte[]> deadLetters;

  Harness(Path stateDir) {
    this(stateDir, "exactly_once_v2");
  }

  Harness(Path stateDir, SeriesPolicy policy) {
    this(stateDir, "exactly_once_v2", policy);
  }

  Harness(Path stateDir, String guarantee) {
    this(stateDir, guarantee, SeriesPolicy.DEFAULTS);
  }

  private Harness(Path stateDir, String guarantee, SeriesPolicy policy) {
    AnalyzerConfig config =
        AnalyzerConfig.builder("unused:9092")
            .stateDir(stateDir)
            .processingGuarantee(guarantee)
            .series(policy)
            .build();
    var topics = new Topics(config.topicPrefix());
    var metrics = new AnalyzerMetrics(registry);
    var letters = new DeadLetters(topics.iterates(), topics.deadLetters(), metrics.deadLetters());
    var properties = StreamsProperties.of(config, letters);
    topology = AnalyzerTopology.build(config, properties, metrics);
    driver = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(1_700_000_000_000L));
    iterates =
        driver.createInputTopic(
            topics.iterates(), new StringSerializer(), new ByteArraySerializer());
    estimates =
        driver.createOutputTopic(
            topics.estimates(),
            new StringDeserializer(),
            EventSerdes.tailEstimate().deserializer());
    alerts =
        driver.createOutputTopic(
            topics.alerts(), new StringDeserializer(), EventSerdes.tailAlert().deserializer());
    deadLetters =
        driver.createOutputTopic(
            topics.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void send(IterateBatch batch) {
    iterates.pipeInput(IterateBatches.key(batch).encode(), batch.toByteArray());
  }

  void send(List<IterateBatch> batches) {
    batches.forEach(this::send);
  }

  List<TailEstimate> estimates() {
    return estimates.readValuesToList();
  }

  List<TailAlert> alerts() {
    return alerts.readValuesToList();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  /** Time passes, and nothing comes. */
  void pass(Duration pause) {
    driver.advanceWallClockTime(pause);
  }

  long entries(String store) {
    long count = 0;
    try (var all = ((ReadOnlyKeyValueStore<?, ?>) driver.getAllStateStores().get(store)).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  String describe() {
    return topology.describe().toString();
  }

  /** The topic between the stages, to be written past the first. */
  TestInputTopic<String, byte[]> repartition() {
    return driver.createInputTopic(
        "tailwatch-pane-parts-repartition", new StringSerializer(), new ByteArraySerializer());
  }

  void assertNothingLeftOver() {
    assertThat(estimates.isEmpty()).isTrue();
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  /** Ends the tasks; what they have sent can still be read. */
  void stop() {
    if (!stopped) {
      stopped = true;
      driver.close();
    }
  }

  @Override
  public void close() {
    stop();
    registry.close();
  }
}
