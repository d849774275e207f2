// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.tail;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/**
 * The latest estimate of one observable of a series, as bytes: half of what a parsed one needs.
 * Beside it the history. Guarded by {@link Latest}.
 */
final class Held {
  /** The oldest first; the name and the number make it an order of all. */
  static final Comparator<Held> OLDEST_FIRST =
      Comparator.<Held>comparingLong(held -> held.millis).thenComparingLong(held -> held.number);

  /** Of objects, maps and keys beside the bytes, as measured. */
  private static final int OVERHEAD = 450;

  /** Which observable of which series. */
  record Slot(String series, Observable observable) implements Comparable<Slot> {
    private static final Comparator<Slot> ORDER =
        Comparator.comparing(Slot::series).thenComparing(Slot::observable);

    @Override
    public int compareTo(Slot other) {
      return ORDER.compare(this, other);
    }
  }

  final String run;
  final Slot slot;
  final long number;
  final Deque<HistoryPoint> history = new ArrayDeque<>(0);
  long millis;

  /** Whether the analyzer knows the series: by its state, or by an estimate since the start. */
  boolean known;

  private int attempt;
  private long lastStep = -1;
  private byte[] bytes = {};

  Held(String run, Slot slot, long number) {
    this.run = run;
    this.slot = slot;
    this.number = number;
  }

  /**
   * Whether an estimate is the newer one. What was read back may come in any order; of a run that
   * began anew under an old name the steps are lower and the time is later.
   */
  boolean isOlderThan(TailEstimate estimate) {
    boolean sameOrLaterStep =
        estimate.getAttempt() != attempt
            ? estimate.getAttempt() > attempt
            : estimate.getLastStep() >= lastStep;
    return sameOrLaterStep || estimate.getEstimatedAtMillis() > millis;
  }

  void set(TailEstimate estimate) {
    attempt = estimate.getAttempt();
    lastStep = estimate.getLastStep();
    millis = estimate.getEstimatedAtMillis();
    bytes = estimate.toByteArray();
  }

  TailEstimate estimate() {
    try {
      return TailEstimate.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read what was written a moment ago", e);
    }
  }

  long weight() {
    return bytes.length + OVERHEAD + 2L * slot.series().length();
  }
}
