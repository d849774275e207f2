// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.time.Duration;
import java.util.Map;

/**
 * What must run out before others take over from the dead.
 *
 * @param session of a member of a group: an analyzer that is silent for so long is dead
 * @param transaction of a producer: what a dead analyzer left open is aborted after so long
 * @param sweep how often a broker looks for transactions to abort
 * @param broker session of a broker: its partitions get other leaders after so long
 * @param allowance for what is to be done then
 */
record TimeOuts(
    Duration session, Duration transaction, Duration sweep, Duration broker, Duration allowance) {

  /** Those of the analyzer as it comes, and of Kafka. */
  static final TimeOuts DEFAULTS =
      new TimeOuts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(9),
          Duration.ofSeconds(5));

  /**
   * Short ones, for a test that nobody wants to wait for, with an allowance for a machine that does
   * other things at the same time.
   */
  static final TimeOuts SHORT =
      new TimeOuts(
          Duration.ofSeconds(6),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30));

  /** Until estimates must go on after a death. */
  Duration limit() {
    Duration aborted = transaction.plus(sweep);
    return (session.compareTo(aborted) > 0 ? session : aborted).plus(allowance);
  }

  /** What the brokers are told. */
  Map<String, String> ofBrokers() {
    return Map.of(
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", millis(sweep),
        "broker.session.timeout.ms", millis(broker),
        "broker.heartbeat.interval.ms", millis(broker.dividedBy(6)));
  }

  /** What the analyzers are told; the consumer's heartbeat is a third of its session at most. */
  Map<String, String> ofAnalyzers() {
    return Map.of(
        "session.timeout.ms", millis(session),
        "heartbeat.interval.ms", millis(session.dividedBy(6)),
        "transaction.timeout.ms", millis(transaction));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  @Override
  public String toString() {
    return ("session time-out %d s, transaction time-out %d s, abort sweep %d s,"
            + " broker session time-out %d s: estimates must go on within %d s")
        .formatted(
            session.toSeconds(),
            transaction.toSeconds(),
            sweep.toSeconds(),
            broker.toSeconds(),
            limit().toSeconds());
  }
}
