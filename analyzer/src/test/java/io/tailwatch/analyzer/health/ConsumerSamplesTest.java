// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ConsumerSamplesTest {
  private static final String FETCHES = "consumer-fetch-manager-metrics";

  private final Map<MetricName, Metric> metrics = new HashMap<>();

  @Test
  void withoutMetricsThereIsNothing() {
    assertThat(ConsumerSamples.of(metrics)).isEqualTo(new ConsumerSamples(0, 0, Duration.ZERO));
  }

  @Test
  void partitionsAndThreadsAddUp() {
    add(FETCHES, "records-lag", 5.0, "a-StreamThread-1-consumer", "partition", "0");
    add(FETCHES, "records-lag", 7.0, "a-StreamThread-1-consumer", "partition", "1");
    add(FETCHES, "records-lag", 1.0, "a-StreamThread-2-consumer", "partition", "2");
    add(FETCHES, "records-lag", Double.NaN, "a-StreamThread-2-consumer", "partition", "3");
    add(FETCHES, "records-consumed-total", 100.0, "a-StreamThread-1-consumer");
    add(FETCHES, "records-consumed-total", 20.0, "a-StreamThread-2-consumer");
    add("consumer-metrics", "last-poll-seconds-ago", 0.5, "a-StreamThread-1-consumer");
    add("consumer-metrics", "last-poll-seconds-ago", 3.0, "a-StreamThread-2-consumer");
    assertThat(ConsumerSamples.of(metrics))
        .isEqualTo(new ConsumerSamples(13, 120, Duration.ofSeconds(3)));
  }

  @Test
  void whatRestoresStoresAndTheTotalsOfTopicsAreLeftOut() {
    add(FETCHES, "records-lag", 5.0, "a-StreamThread-1-restore-consumer", "partition", "0");
    add(FETCHES, "records-consumed-total", 9.0, "a-StreamThread-1-consumer", "topic", "t");
    add(FETCHES, "records-consumed-total", 9.0, "some-other-consumer");
    add("consumer-metrics", "last-poll-seconds-ago", 99.0, "a-StreamThread-1-restore-consumer");
    add(FETCHES, "records-lag-max", 9.0, "a-StreamThread-1-consumer");
    assertThat(ConsumerSamples.of(metrics)).isEqualTo(new ConsumerSamples(0, 0, Duration.ZERO));
  }

  private void add(String group, String name, Object value, String client, String... tag) {
    Map<String, String> tags = new HashMap<>(Map.of("client-id", client));
    if (tag.length > 0) {
      tags.put(tag[0], tag[1]);
    }
    var metricName = new MetricName(name, group, "", tags);
    metrics.put(
        metricName,
        new Metric() {
          @Override
          public MetricName metricName() {
            return metricName;
          }

          @Override
          public Object metricValue() {
            return value;
          }
        });
  }
}
