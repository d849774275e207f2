// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The dead letters by the records that they are about. A crash may write one twice.
 *
 * @param count letters, those written twice included
 * @param reasons why each record was refused
 */
record Letters(int count, Map<Place, String> reasons) {

  /** Where a record came to lie. */
  record Place(TopicPartition partition, long offset) {}

  static Letters read(String bootstrapServers, String topic) {
    var reasons = new HashMap<Place, String>();
    int count = 0;
    for (var letter : Committed.records(bootstrapServers, topic, new ByteArrayDeserializer())) {
      reasons.put(
          new Place(
              new TopicPartition(
                  text(letter, "topic"), Integer.parseInt(text(letter, "partition"))),
              Long.parseLong(text(letter, "offset"))),
          text(letter, "message"));
      count++;
    }
    return new Letters(count, reasons);
  }

  private static String text(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader("__streams.errors." + name);
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Fails unless there are letters about these records and about no others. */
  void assertAbout(Set<Place> refused) {
    assertThat(reasons.keySet()).as("records with letters").isEqualTo(refused);
    assertThat(reasons.values()).as("reasons").noneMatch(String::isBlank);
  }
}
