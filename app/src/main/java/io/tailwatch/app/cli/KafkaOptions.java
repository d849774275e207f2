// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import io.tailwatch.events.TopicCreationException;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of every command that talks to a Kafka broker. A picocli mixin. */
public final class KafkaOptions {

  private final Defaults defaults;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      defaultValue = "127.0.0.1:9092",
      description = "Kafka brokers to begin with.")
  private String bootstrapServers;

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      defaultValue = "tailwatch",
      description = "Prefix of the topics.")
  private String topicPrefix;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = {
        "A property of the Kafka clients, passed through; may be repeated.",
        "KAFKA_SOME_PROPERTY in the environment sets some.property."
      })
  private Map<String, String> kafka = new TreeMap<>();

  /** Read before the command line is parsed, see {@link Defaults}; stands here for the help. */
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties file with defaults, e.g. bootstrap-servers=broker:9092.")
  private Path config;

  /** Options with these defaults. */
  public KafkaOptions(Defaults defaults) {
    this.defaults = defaults;
  }

  /** Where to connect. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Prefix of all topics.
   *
   * @throws CommandFailure (usage) when topics cannot have it
   */
  public String topicPrefix() {
    try {
      return new Topics(topicPrefix).prefix();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--topic-prefix: " + e.getMessage());
    }
  }

  /** All Kafka properties, by precedence. */
  public Map<String, String> properties() {
    return defaults.kafka(kafka);
  }

  /** Those of the command line alone. */
  Map<String, String> flags() {
    return kafka;
  }

  /** For a client of Kafka: all properties and where to connect. */
  public Map<String, Object> client() {
    var client = new TreeMap<String, Object>(properties());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return client;
  }

  /**
   * Does what needs a broker for the first time.
   *
   * @throws CommandFailure (unreachable) when none answers or none of the names has an address
   */
  public <T> T reach(Duration limit, Supplier<T> first) {
    try {
      return first.get();
    } catch (TopicCreationException e) {
      throw e.unreachable() ? unreachable(limit, e) : e;
    } catch (TimeoutException e) {
      throw unreachable(limit, e);
    } catch (KafkaException e) {
      throw Failures.isUnresolved(e) ? unreachable(limit, e) : e;
    }
  }

  private CommandFailure unreachable(Duration limit, RuntimeException e) {
    return CommandFailure.unreachable(
        "no Kafka broker at "
            + bootstrapServers
            + " answered within "
            + limit.toSeconds()
            + " s: start one (tailwatch broker) or correct --bootstrap-servers",
        e);
  }
}
