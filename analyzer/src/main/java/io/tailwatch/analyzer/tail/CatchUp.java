// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** Which partitions have not been read as far as they went at the start. Thread-safe. */
final class CatchUp {
  private final Map<TopicPartition, Long> ahead;

  CatchUp(Map<TopicPartition, Long> ends) {
    this.ahead = new HashMap<>(ends);
  }

  /** Looks where the reader is. */
  synchronized void look(ToLongFunction<TopicPartition> position) {
    ahead.entrySet().removeIf(each -> position.applyAsLong(each.getKey()) >= each.getValue());
  }

  /** Whether any of these is still ahead. */
  synchronized boolean ahead(Set<TopicPartition> partitions) {
    return partitions.stream().anyMatch(ahead::containsKey);
  }

  synchronized boolean done() {
    return ahead.isEmpty();
  }
}
