// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.TopicCreationException;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes sure of the topics, then opens a producer. */
final class KafkaConnector implements Connector {
  private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(2);
  private static final short BROKER_DEFAULT = -1;

  private final Map<String, Object> properties;
  private final Topics topics;
  private final boolean createTopics;
  private final int partitions;

  KafkaConnector(
      Map<String, Object> properties, Topics topics, boolean createTopics, int partitions) {
    this.properties = properties;
    this.topics = topics;
    this.createTopics = createTopics;
    this.partitions = partitions;
  }

  /**
   * The properties of the producer: our defaults, over them what the user wants.
   *
   * @throws IllegalArgumentException when one has a value that the client refuses
   */
  static Map<String, Object> properties(String bootstrapServers, Map<String, Object> wanted) {
    Map<String, Object> properties = new HashMap<>();
    // Only the sender thread waits for this long, and close() must get a word in between.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4 << 20);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    // With more, a new leader may refuse the first request and take the second; the first is then
    // repeated in vain until the delivery time-out (KAFKA-14359).
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.putAll(wanted);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    try {
      ProducerConfig.configDef().parse(properties);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("bad Kafka property: " + e.getMessage(), e);
    }
    return properties;
  }

  @Override
  public Producer<byte[], byte[]> connect(Troubles troubles) throws NotConnectedException {
    try {
      if (createTopics) {
        ensureTopics(troubles);
      }
      return new KafkaProducer<>(properties);
    } catch (KafkaException e) {
      // A host name that does not resolve yet ends up here too.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NotConnectedException("no connection to Kafka: " + cause.getMessage(), e);
    }
  }

  private void ensureTopics(Troubles troubles) throws NotConnectedException {
    try (Admin admin = Admin.create(adminProperties())) {
      TopicCreator.ensure(admin, topics, partitions, BROKER_DEFAULT, TOPICS_TIMEOUT);
    } catch (TopicCreationException e) {
      if (e.unreachable() || Thread.currentThread().isInterrupted()) {
        throw new NotConnectedException(e.getMessage(), e);
      }
      // They may exist and only be hidden from us; sending will tell.
      troubles.note(Troubles.Kind.TOPICS, e.getMessage());
    }
  }

  private Map<String, Object> adminProperties() {
    Set<String> known = AdminClientConfig.configNames();
    Map<String, Object> admin =
        properties.entrySet().stream()
            .filter(entry -> known.contains(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TOPICS_TIMEOUT.toMillis());
    admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TOPICS_TIMEOUT.toMillis());
    return admin;
  }
}
