// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.TailEstimate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology under the production properties, without a broker. */
final class Harness implements AutoCloseable {
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final TopologyTestDriver driver;
  final TestInputTopic<String, byte[]> iterates;
  final TestOutputTopic<String, TailEstimate> estimates;
  final TestOutputTopic<byte[], byte[]> deadLetters;

  Harness(Path stateDir) {
    AnalyzerConfig config = AnalyzerConfig.builder("unused:9092").stateDir(stateDir).build();
    var topics = new Topics(config.topicPrefix());
    var metrics = new AnalyzerMetrics(registry);
    var letters = new DeadLetters(topics.iterates(), topics.deadLetters(), metrics.deadLetters());
    var properties = StreamsProperties.of(config, letters);
    driver =
        new TopologyTestDriver(
            AnalyzerTopology.build(config, properties, metrics),
            properties,
            Instant.ofEpochMilli(1_700_000_000_000L));
    iterates =
        driver.createInputTopic(
            topics.iterates(), new StringSerializer(), new ByteArraySerializer());
    estimates =
        driver.createOutputTopic(
            topics.estimates(),
            new StringDeserializer(),
            EventSerdes.tailEstimate().deserializer());
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

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  @Override
  public void close() {
    driver.close();
    registry.close();
  }
}
