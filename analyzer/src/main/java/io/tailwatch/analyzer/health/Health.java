// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

import java.util.List;

/**
 * How the analyzer is.
 *
 * @param live false when it has failed or was stopped; rebalancing is alive
 * @param ready whether the streams run, their stores answer and the committed output was read back
 * @param causes why it is not live or not ready; empty when it is both
 * @param checks what was looked at
 */
public record Health(boolean live, boolean ready, List<String> causes, Checks checks) {
  /** Keeps a copy of the causes. */
  public Health {
    causes = List.copyOf(causes);
  }

  /**
   * What was looked at.
   *
   * @param streams the state of Kafka Streams
   * @param storesQueryable whether the stores of all tasks answer
   * @param outputReadBack whether the committed output was read as far as it went at the start
   */
  public record Checks(
      String streams, boolean storesQueryable, boolean outputReadBack, Progress progress) {}

  /** The causes as one text; empty without any. */
  public String reason() {
    return String.join("; ", causes);
  }
}
