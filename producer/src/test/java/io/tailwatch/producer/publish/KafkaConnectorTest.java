// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaConnectorTest {
  private static final String IN_FLIGHT = ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;

  @Test
  void noRequestOvertakesAnotherThatWasRefused() {
    Map<String, Object> properties = KafkaConnector.properties("broker:9092", Map.of());

    assertThat(properties).containsEntry(IN_FLIGHT, 1);
    assertThat(new ProducerConfig(properties).getBoolean("enable.idempotence")).isTrue();
  }

  @Test
  void whatTheUserWantsWins() {
    assertThat(KafkaConnector.properties("broker:9092", Map.of(IN_FLIGHT, 3)))
        .containsEntry(IN_FLIGHT, 3);
  }
}
