// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The names of the topics under one prefix, and how they are created. Immutable.
 *
 * @param prefix 1 to 200 of the characters {@code a-z A-Z 0-9 . _ -}, so that the longest topic
 *     name stays within Kafka's 249
 */
public record Topics(String prefix) {
  public static final String DEFAULT_PREFIX = "tailwatch";
  public static final int DEFAULT_PARTITIONS = 8;

  private static final Pattern LEGAL_PREFIX = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
  private static final Duration ITERATES_RETENTION = Duration.ofHours(24);
  private static final Duration RESULTS_RETENTION = Duration.ofDays(7);

  public Topics {
    if (!LEGAL_PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix must be 1 to 200 of the characters a-z A-Z 0-9 . _ -: was " + prefix);
    }
  }

  /** The topics under {@value #DEFAULT_PREFIX}. */
  public static Topics defaults() {
    return new Topics(DEFAULT_PREFIX);
  }

  /** Directory of the runs; key run, value {@code RunDescriptor}; compacted. */
  public String runs() {
    return prefix + ".runs.v1";
  }

  /** What the trainings send; key {@link SeriesKey}, value {@code IterateBatch}; kept 24 hours. */
  public String iterates() {
    return prefix + ".iterates.v1";
  }

  /** What the analyzer finds; key run/series, value {@code TailEstimate}; kept 7 days. */
  public String estimates() {
    return prefix + ".estimates.v1";
  }

  /** What needs attention; key run/series, value {@code TailAlert}; kept 7 days. */
  public String alerts() {
    return prefix + ".alerts.v1";
  }

  /** What was refused, as it came, with the reason in headers; kept 7 days. */
  public String deadLetters() {
    return prefix + ".dead-letters.v1";
  }

  /**
   * How each topic is created. The directory of runs and the dead letters are small and get one
   * partition each; the others get {@code partitions}, which keeps a series in the same partition
   * of all of them.
   *
   * @param partitions at least 1
   * @param replicationFactor at least 1, or -1 for the broker's default
   */
  public List<NewTopic> definitions(int partitions, short replicationFactor) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1: was " + partitions);
    }
    if (replicationFactor < 1 && replicationFactor != -1) {
      throw new IllegalArgumentException(
          "replicationFactor must be at least 1, or -1 for the broker's default: was "
              + replicationFactor);
    }
    return List.of(
        new NewTopic(runs(), 1, replicationFactor)
            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
        kept(iterates(), partitions, replicationFactor, ITERATES_RETENTION),
        kept(estimates(), partitions, replicationFactor, RESULTS_RETENTION),
        kept(alerts(), partitions, replicationFactor, RESULTS_RETENTION),
        kept(deadLetters(), 1, replicationFactor, RESULTS_RETENTION));
  }

  private static NewTopic kept(
      String name, int partitions, short replicationFactor, Duration retention) {
    return new NewTopic(name, partitions, replicationFactor)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.toMillis())));
  }
}
