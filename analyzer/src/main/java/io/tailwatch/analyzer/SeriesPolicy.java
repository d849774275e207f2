// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import java.time.Duration;

/**
 * How long a series is waited for, and how many are kept. The durations are wall clock and reach no
 * estimate that counts; the numbers of panes and series may. Immutable.
 *
 * @param provisionalAfter a series that pauses in the middle of a pane gives a provisional estimate
 *     after this long
 * @param stalledAfter a series that has not ended and is silent for this long, and for ten of its
 *     usual pauses, raises the alert {@code stalled}
 * @param expireIdle a series that is silent for this long is forgotten
 * @param expireEnded as {@code expireIdle}, for series that have ended
 * @param shardWaitPanes how many panes wait for a silent shard before they do without it
 * @param maxSeries series, or shards of them, kept for each partition of the iterates; those that
 *     have ended make room, further ones are refused as dead letters
 */
public record SeriesPolicy(
    Duration provisionalAfter,
    Duration stalledAfter,
    Duration expireIdle,
    Duration expireEnded,
    int shardWaitPanes,
    int maxSeries) {

  /** 30 s, 5 minutes, a day, an hour; 64 panes; 4,000 series a partition. */
  public static final SeriesPolicy DEFAULTS =
      new SeriesPolicy(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          Duration.ofHours(1),
          64,
          4000);

  /** Validates; messages hold the name, the rule and the value. */
  public SeriesPolicy {
    positive("provisionalAfter", provisionalAfter);
    positive("stalledAfter", stalledAfter);
    positive("expireIdle", expireIdle);
    positive("expireEnded", expireEnded);
    atLeastOne("shardWaitPanes", shardWaitPanes);
    atLeastOne("maxSeries", maxSeries);
  }

  /** The same but for one setting; see the constructor. */
  public SeriesPolicy withProvisionalAfter(Duration value) {
    return new SeriesPolicy(
        value, stalledAfter, expireIdle, expireEnded, shardWaitPanes, maxSeries);
  }

  /** The same but for one setting. */
  public SeriesPolicy withStalledAfter(Duration value) {
    return new SeriesPolicy(
        provisionalAfter, value, expireIdle, expireEnded, shardWaitPanes, maxSeries);
  }

  /** The same but for one setting. */
  public SeriesPolicy withExpireIdle(Duration value) {
    return new SeriesPolicy(
        provisionalAfter, stalledAfter, value, expireEnded, shardWaitPanes, maxSeries);
  }

  /** The same but for one setting. */
  public SeriesPolicy withExpireEnded(Duration value) {
    return new SeriesPolicy(
        provisionalAfter, stalledAfter, expireIdle, value, shardWaitPanes, maxSeries);
  }

  /** The same but for one setting. */
  public SeriesPolicy withShardWaitPanes(int value) {
    return new SeriesPolicy(
        provisionalAfter, stalledAfter, expireIdle, expireEnded, value, maxSeries);
  }

  /** The same but for one setting. */
  public SeriesPolicy withMaxSeries(int value) {
    return new SeriesPolicy(
        provisionalAfter, stalledAfter, expireIdle, expireEnded, shardWaitPanes, value);
  }

  private static void positive(String name, Duration value) {
    if (value.compareTo(Duration.ZERO) <= 0 || value.compareTo(Duration.ofDays(36_500)) > 0) {
      throw new IllegalArgumentException(
          name + " must be positive and at most 100 years: was " + value);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: was " + value);
    }
  }
}
