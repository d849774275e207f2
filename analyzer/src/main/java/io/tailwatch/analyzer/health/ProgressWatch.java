// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

import io.tailwatch.analyzer.health.Progress.State;
import java.time.Duration;

/**
 * Judges samples of lag and consumption, taken whenever somebody asks. It is stuck when nothing was
 * consumed for {@link #LIMIT} although every sample in that time saw records to consume, or when
 * nobody has polled for as long; one record consumed, or no lag, and it is not. What lies between
 * two samples does not matter: the same count at both means that nothing was consumed. Thread-safe.
 */
final class ProgressWatch {
  /** How long nothing may happen. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private long consumedAtStart = -1;
  private long startNanos;

  /**
   * Takes a sample.
   *
   * @param pollAge how long ago the consumer that polls least did so
   */
  synchronized Progress look(long lag, long consumed, Duration pollAge, long nowNanos) {
    if (lag == 0 || consumed != consumedAtStart) {
      consumedAtStart = lag == 0 ? -1 : consumed;
      startNanos = nowNanos;
    }
    Duration without = lag == 0 ? Duration.ZERO : Duration.ofNanos(nowNanos - startNanos);
    boolean stuck = without.compareTo(LIMIT) >= 0 || pollAge.compareTo(LIMIT) >= 0;
    State state = stuck ? State.STUCK : lag == 0 ? State.IDLE : State.OK;
    return new Progress(state, lag, consumed, without.toSeconds());
  }
}
