// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka's clients themselves say of the names of their properties. Stateless. */
final class KafkaNames {

  private static final List<ConfigDef> DEFINITIONS =
      List.of(
          ProducerConfig.configDef(),
          ConsumerConfig.configDef(),
          AdminClientConfig.configDef(),
          StreamsConfig.configDef());

  /** What Kafka Streams reads for one of its clients; the longer ones first. */
  private static final List<String> PREFIXES =
      List.of(
          StreamsConfig.MAIN_CONSUMER_PREFIX,
          StreamsConfig.RESTORE_CONSUMER_PREFIX,
          StreamsConfig.GLOBAL_CONSUMER_PREFIX,
          StreamsConfig.CONSUMER_PREFIX,
          StreamsConfig.PRODUCER_PREFIX,
          StreamsConfig.ADMIN_CLIENT_PREFIX);

  private static final Set<String> ALL = new TreeSet<>();

  static {
    DEFINITIONS.forEach(definition -> ALL.addAll(definition.names()));
  }

  private KafkaNames() {}

  /** Whether a client knows the property, with or without a prefix of Kafka Streams. */
  static boolean isKnown(String name) {
    return ALL.contains(withoutPrefix(name));
  }

  /** Whether a client treats the value as a secret. */
  static boolean isPassword(String name) {
    String bare = withoutPrefix(name);
    return DEFINITIONS.stream()
        .map(definition -> definition.configKeys().get(bare))
        .anyMatch(key -> key != null && key.type == ConfigDef.Type.PASSWORD);
  }

  /**
   * The property that somebody meant who wrote one that no client knows; empty where none is near,
   * for plug-ins have properties of their own.
   */
  static Optional<String> meant(String name) {
    if (isKnown(name) || name.startsWith(StreamsConfig.TOPIC_PREFIX)) {
      return Optional.empty();
    }
    String bare = withoutPrefix(name);
    String prefix = name.substring(0, name.length() - bare.length());
    return Closest.to(bare, ALL).map(prefix::concat);
  }

  private static String withoutPrefix(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }
}
