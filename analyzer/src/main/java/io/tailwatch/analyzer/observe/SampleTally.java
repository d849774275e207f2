// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.events.v1.Observable;
import java.util.EnumMap;
import java.util.Map;

/**
 * Samples drawn, and steps skipped, since the tally was last taken, for counters. Not thread-safe.
 */
public final class SampleTally {
  /** Receives what was drawn from one observable. */
  @FunctionalInterface
  public interface Taker {
    /** Samples drawn, and the non-finite ones among them. */
    void take(Observable observable, long samples, long nonfinite);
  }

  private static final int SAMPLES = 0;
  private static final int NONFINITE = 1;

  private long late;
  private final Map<Observable, long[]> counts = new EnumMap<>(Observable.class);

  void late(long more) {
    late += more;
  }

  void samples(Observable observable, long more) {
    of(observable)[SAMPLES] += more;
  }

  void nonfinite(Observable observable, long more) {
    of(observable)[NONFINITE] += more;
  }

  /** Hands over every count and sets it to zero. */
  public void drain(Taker taker) {
    counts.forEach(
        (observable, count) -> {
          taker.take(observable, count[SAMPLES], count[NONFINITE]);
          count[SAMPLES] = 0;
          count[NONFINITE] = 0;
        });
  }

  /** Steps that came again or too late; sets their number to zero. */
  public long drainLate() {
    long drained = late;
    late = 0;
    return drained;
  }

  private long[] of(Observable observable) {
    return counts.computeIfAbsent(observable, key -> new long[2]);
  }
}
