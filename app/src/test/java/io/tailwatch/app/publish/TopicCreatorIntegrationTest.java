// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.events.TopicCreationException;
import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicCreatorIntegrationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Topics TOPICS = new Topics("lab");

  @Test
  void missingTopicsAreCreatedAndExistingOnesLeftAlone() throws Exception {
    try (var broker = EmbeddedBroker.start();
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPICS.iterates(), 3, (short) 1))).all().get();

      assertThat(TopicCreator.ensure(admin, TOPICS, 5, (short) 1, TIMEOUT))
          .containsExactlyInAnyOrder(
              TOPICS.runs(), TOPICS.estimates(), TOPICS.alerts(), TOPICS.deadLetters());
      assertThat(TopicCreator.ensure(admin, TOPICS, 7, (short) 1, TIMEOUT)).isEmpty();

      assertThat(partitions(admin, TOPICS.iterates())).isEqualTo(3);
      assertThat(partitions(admin, TOPICS.estimates())).isEqualTo(5);
      assertThat(partitions(admin, TOPICS.runs())).isEqualTo(1);
      assertThat(config(admin, TOPICS.runs()).get("cleanup.policy").value()).isEqualTo("compact");
      assertThat(config(admin, TOPICS.alerts()).get("retention.ms").value()).isEqualTo("604800000");
    }
  }

  @Test
  void refusalNamesTheTopicAndTheReason() {
    try (var broker = EmbeddedBroker.start();
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      TopicCreationException refusal =
          catchThrowableOfType(
              TopicCreationException.class,
              () -> TopicCreator.ensure(admin, TOPICS, 1, (short) 3, TIMEOUT));

      assertThat(refusal.unreachable()).isFalse();
      assertThat(refusal)
          .hasMessageContaining("cannot create the topic lab.runs.v1")
          .hasMessageContaining("replication factor");
    }
  }

  private static int partitions(Admin admin, String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  private static Config config(Admin admin, String topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }
}
