// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.load.Workload;
import java.util.List;

/**
 * What is measured.
 *
 * @param topics in this order; each is filled, measured and deleted
 * @param rounds measured passes of each column
 * @param forks how many processes share the rounds of a column, one after the other
 * @param warmups passes of each process and column that do not count, at most: until it is warm
 */
public record ThroughputPlan(List<Topic> topics, int rounds, int forks, int warmups) {

  /** A topic and who reads it, in every round. */
  public record Topic(Workload load, List<Column> columns) {}

  /** Checks the numbers; messages hold the name, the rule and the value. */
  public ThroughputPlan {
    topics = List.copyOf(topics);
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1: was " + rounds);
    }
    if (forks < 1 || forks > rounds) {
      throw new IllegalArgumentException(
          "processes must be at least 1 and at most rounds = %d: was %d".formatted(rounds, forks));
    }
  }
}
