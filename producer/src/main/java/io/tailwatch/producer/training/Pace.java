// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Holds a loop to a number of steps a second, in bursts of about 10 ms between which the thread is
 * parked: accurate over any second to the share of a burst, without busy waiting. A loop that falls
 * behind by more than half a second (machine asleep, debugger) does not race to catch up. Used by
 * one thread; {@link LockSupport#unpark} wakes it early.
 */
final class Pace {
  private static final long BURST_NANOS = 10_000_000L;
  private static final long FORGIVEN_NANOS = 500_000_000L;

  private final double nanosPerStep;
  private final long burst;
  private long start;
  private long stepsSinceStart;

  /**
   * Starts the clock.
   *
   * @param stepsPerSecond finite and &gt; 0, or 0 for no limit
   */
  Pace(double stepsPerSecond) {
    nanosPerStep = stepsPerSecond == 0 ? 0 : 1e9 / stepsPerSecond;
    burst = Math.max(1, (long) (BURST_NANOS / Math.max(1, nanosPerStep)));
    start = System.nanoTime();
  }

  /** To be called after every step; parks when the burst is done and its time is not yet over. */
  void afterStep(BooleanSupplier stopped) {
    if (nanosPerStep == 0) {
      return;
    }
    stepsSinceStart++;
    if (stepsSinceStart % burst != 0) {
      return;
    }
    long due = start + (long) (stepsSinceStart * nanosPerStep);
    long left = due - System.nanoTime();
    if (left < -FORGIVEN_NANOS) {
      start = System.nanoTime();
      stepsSinceStart = 0;
    }
    while (left > 0 && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
  }
}
