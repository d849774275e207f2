// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.SeriesPolicy;
import java.time.Duration;

/** What is due for a series that nothing comes for, by the wall clock. Immutable. */
record IdlePolicy(SeriesPolicy policy) {
  private static final int PAUSES = 10;
  private static final long MIN_CHECK_MILLIS = 100;
  private static final long MAX_CHECK_MILLIS = 10_000;

  /**
   * A series that was read back from a store is not forgotten before its task has been up for this
   * long: what has come while no instance was up is read first.
   */
  private static final Duration GRACE = Duration.ofMinutes(10);

  boolean isProvisional(long idleMillis) {
    return idleMillis >= policy.provisionalAfter().toMillis();
  }

  /**
   * Whether a pause is more than usual.
   *
   * @param usualMillis what the pauses between batches were of late
   */
  boolean isStalled(long idleMillis, double usualMillis) {
    return idleMillis >= Math.max(policy.stalledAfter().toMillis(), PAUSES * usualMillis);
  }

  boolean isExpired(boolean ended, long idleMillis) {
    return idleMillis >= limit(ended).toMillis();
  }

  /** When a series that was read back counts as seen last. */
  long seenAtMillis(boolean ended, long savedMillis, long nowMillis) {
    long limit = limit(ended).toMillis();
    return Math.max(savedMillis, nowMillis - limit + Math.min(limit, GRACE.toMillis()));
  }

  /** How often to look. */
  Duration check() {
    long least =
        Math.min(
            Math.min(policy.provisionalAfter().toMillis(), policy.stalledAfter().toMillis()),
            Math.min(policy.expireIdle().toMillis(), policy.expireEnded().toMillis()));
    return Duration.ofMillis(Math.max(MIN_CHECK_MILLIS, Math.min(MAX_CHECK_MILLIS, least / 4)));
  }

  private Duration limit(boolean ended) {
    return ended ? policy.expireEnded() : policy.expireIdle();
  }
}
