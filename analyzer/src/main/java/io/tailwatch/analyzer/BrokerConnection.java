// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import io.tailwatch.events.TopicCreationException;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;

/** The first contact with the broker: finds out in bounded time whether it is there. */
final class BrokerConnection {
  private BrokerConnection() {}

  /**
   * Creates the topics that are missing.
   *
   * @throws BrokerUnreachableException when no broker answers in time, or none lets us in
   */
  static void ensureTopics(AnalyzerConfig config) {
    try (Admin admin = Admin.create(properties(config))) {
      ensure(admin, config.topicPrefix(), config);
      if (!config.outputPrefix().equals(config.topicPrefix())) {
        ensure(admin, config.outputPrefix(), config);
      }
    } catch (TopicCreationException e) {
      if (e.getCause() instanceof AuthenticationException) {
        throw new BrokerUnreachableException(
            "Kafka at %s does not let us in: %s; correct the security properties"
                .formatted(config.bootstrapServers(), e.getCause().getMessage()),
            e);
      }
      throw e.unreachable() ? unreachable(config, e) : e;
    } catch (KafkaException e) {
      if (e.getCause() instanceof ConfigException) {
        // The name of no bootstrap server can be resolved.
        throw unreachable(config, e);
      }
      throw e;
    }
  }

  private static void ensure(Admin admin, String prefix, AnalyzerConfig config) {
    TopicCreator.ensure(
        admin,
        new Topics(prefix),
        config.partitions(),
        config.replicationFactor(),
        config.startTimeout());
  }

  private static Properties properties(AnalyzerConfig config) {
    Duration timeout = config.startTimeout();
    var properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
    properties.putAll(config.kafka());
    return properties;
  }

  private static BrokerUnreachableException unreachable(AnalyzerConfig config, Exception cause) {
    return new BrokerUnreachableException(
        "no Kafka broker at %s answered within %d s: start one (tailwatch broker) or correct"
                .formatted(config.bootstrapServers(), config.startTimeout().toSeconds())
            + " --bootstrap-servers",
        cause);
  }
}
