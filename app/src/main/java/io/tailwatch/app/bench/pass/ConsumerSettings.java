// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.topology.DeadLetters;
import io.tailwatch.analyzer.topology.StreamsProperties;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings that the analyzer gives the consumer of its input, for consumers without it. */
final class ConsumerSettings {
  /** Of Kafka Streams' own default. */
  private static final String MAX_POLL_RECORDS = "1000";

  private ConsumerSettings() {}

  static Properties of(AnalyzerConfig analyzer) {
    var metrics = new AnalyzerMetrics(new SimpleMeterRegistry());
    var letters = new DeadLetters("", "", metrics.deadLetters());
    Properties streams = StreamsProperties.of(analyzer, letters);
    var settings = new Properties();
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    copy(streams, StreamsConfig.CONSUMER_PREFIX, settings);
    copy(streams, StreamsConfig.MAIN_CONSUMER_PREFIX, settings);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, analyzer.bootstrapServers());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return settings;
  }

  private static void copy(Properties from, String prefix, Properties to) {
    from.forEach(
        (key, value) -> {
          if (key.toString().startsWith(prefix)) {
            to.put(key.toString().substring(prefix.length()), value);
          }
        });
  }
}
