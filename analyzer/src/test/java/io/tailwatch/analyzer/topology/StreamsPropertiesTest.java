// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.events.EventLimits;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
  private final DeadLetters letters =
      new DeadLetters("in", "out", new SimpleMeterRegistry().counter("letters"));

  @Test
  void kafkaStreamsAcceptsThem() {
    Properties properties =
        StreamsProperties.of(AnalyzerConfig.builder("broker:9092").build(), letters);
    var config = new StreamsConfig(properties);
    assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo("exactly_once_v2");
    assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(250);
    assertThat(config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
        .isTrue();
    assertThat(config.deserializationExceptionHandler()).isInstanceOf(BadRecordHandler.class);
    assertThat(config.processingExceptionHandler()).isInstanceOf(BadEventHandler.class);
    assertThat(config.getMainConsumerConfigs("group", "client", 0))
        .containsEntry("auto.offset.reset", "earliest");
  }

  /** The state of a series holds its last vector, which may be as large as an event, and more. */
  @Test
  void theStateOfTheLargestEventMayBeWritten() {
    int vector = EventLimits.defaults().maxDimension() * Double.BYTES;
    var streams =
        new StreamsConfig(
            StreamsProperties.of(AnalyzerConfig.builder("broker:9092").build(), letters));
    assertThat((int) streams.getProducerConfigs("client").get("max.request.size"))
        .isGreaterThan(vector + EventLimits.defaults().maxEventBytes());
    assertThat(streams.originalsWithPrefix("topic.")).containsEntry("max.message.bytes", 16 << 20);
  }

  @Test
  void theUsersKafkaPropertiesWin() {
    AnalyzerConfig config =
        AnalyzerConfig.builder("broker:9092")
            .kafka("commit.interval.ms", "500")
            .kafka("security.protocol", "SSL")
            .build();
    var streams = new StreamsConfig(StreamsProperties.of(config, letters));
    assertThat(streams.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(500);
    assertThat(streams.getProducerConfigs("client")).containsEntry("security.protocol", "SSL");
  }
}
