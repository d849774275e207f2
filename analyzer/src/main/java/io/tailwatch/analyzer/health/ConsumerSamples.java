// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the consumers of the stream threads tell of themselves. Those that restore stores are left
 * out.
 *
 * @param lag records between positions and ends, of what was committed
 * @param consumed records so far
 * @param pollAge since the last poll of the consumer that polls least; zero before the first
 */
record ConsumerSamples(long lag, long consumed, Duration pollAge) {
  private static final String FETCHES = "consumer-fetch-manager-metrics";
  private static final String CONSUMERS = "consumer-metrics";

  static ConsumerSamples of(Map<MetricName, ? extends Metric> metrics) {
    double lag = 0;
    double consumed = 0;
    double pollAge = 0;
    for (Metric metric : metrics.values()) {
      MetricName name = metric.metricName();
      if (!ofStreamThread(name) || !(metric.metricValue() instanceof Double value)) {
        continue;
      }
      if (is(name, FETCHES, "records-lag") && value > 0) {
        lag += value;
      } else if (is(name, FETCHES, "records-consumed-total") && !name.tags().containsKey("topic")) {
        consumed += value;
      } else if (is(name, CONSUMERS, "last-poll-seconds-ago")) {
        pollAge = Math.max(pollAge, value);
      }
    }
    return new ConsumerSamples(
        Math.round(lag), Math.round(consumed), Duration.ofMillis(Math.round(1000 * pollAge)));
  }

  private static boolean ofStreamThread(MetricName name) {
    String client = name.tags().getOrDefault("client-id", "");
    return client.contains("-StreamThread-")
        && client.endsWith("-consumer")
        && !client.endsWith("-restore-consumer");
  }

  private static boolean is(MetricName name, String group, String metric) {
    return name.group().equals(group) && name.name().equals(metric);
  }
}
