// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final String DAY = "86400000";
  private static final String WEEK = "604800000";

  @Test
  void namesAreThoseOfTheContract() {
    Topics topics = Topics.defaults();

    assertThat(topics.runs()).isEqualTo("tailwatch.runs.v1");
    assertThat(topics.iterates()).isEqualTo("tailwatch.iterates.v1");
    assertThat(topics.estimates()).isEqualTo("tailwatch.estimates.v1");
    assertThat(topics.alerts()).isEqualTo("tailwatch.alerts.v1");
    assertThat(topics.deadLetters()).isEqualTo("tailwatch.dead-letters.v1");
  }

  @Test
  void definitionsHoldThePoliciesOfTheContract() {
    Map<String, NewTopic> byName =
        new Topics("lab")
            .definitions(12, (short) 3).stream()
                .collect(Collectors.toMap(NewTopic::name, Function.identity()));

    assertThat(byName).hasSize(5);
    assertThat(byName.get("lab.runs.v1").configs())
        .containsExactlyEntriesOf(Map.of("cleanup.policy", "compact"));
    assertKept(byName.get("lab.iterates.v1"), 12, DAY);
    assertKept(byName.get("lab.estimates.v1"), 12, WEEK);
    assertKept(byName.get("lab.alerts.v1"), 12, WEEK);
    assertKept(byName.get("lab.dead-letters.v1"), 1, WEEK);
    assertThat(byName.values()).allMatch(topic -> topic.replicationFactor() == 3);
  }

  private static void assertKept(NewTopic topic, int partitions, String retentionMillis) {
    assertThat(topic.numPartitions()).isEqualTo(partitions);
    assertThat(topic.configs())
        .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", retentionMillis));
  }

  @Test
  void illegalPrefixIsNamed() {
    assertThatThrownBy(() -> new Topics("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic prefix must be")
        .hasMessageEndingWith("was a b");
    assertThatThrownBy(() -> new Topics("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Topics("x".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersOutOfRangeAreNamed() {
    assertThatThrownBy(() -> Topics.defaults().definitions(0, (short) 1))
        .hasMessage("partitions must be at least 1: was 0");
    assertThatThrownBy(() -> Topics.defaults().definitions(1, (short) 0))
        .hasMessageContaining("replicationFactor must be at least 1")
        .hasMessageEndingWith("was 0");
    assertThat(Topics.defaults().definitions(1, (short) -1)).hasSize(5);
  }
}
