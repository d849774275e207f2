// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The gauges of one observable of one series: its last estimate. Another owner of the same
 * observable in this process, after a move of its task, is not touched by {@link #close}.
 * Thread-safe.
 */
public final class EstimateMeters implements AutoCloseable {
  private final SeriesTable table;
  private final SeriesKey key;
  private final ObservableEntry entry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile TailEstimate last = TailEstimate.getDefaultInstance();
  private volatile double driftScore = Double.NaN;

  EstimateMeters(SeriesTable table, SeriesKey key, Observable observable) {
    this.table = table;
    this.key = key;
    this.entry = table.hold(key).observable(observable);
    entry.add(this);
  }

  /** Shows an estimate. */
  public void show(TailEstimate estimate) {
    last = estimate;
  }

  /** Shows the drift score: an alarm is raised at 1; NaN while there is none. */
  public void driftScore(double score) {
    driftScore = score;
  }

  TailEstimate last() {
    return last;
  }

  double driftScore() {
    return driftScore;
  }

  /** Removes the gauges. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      entry.remove(this);
      table.release(key);
    }
  }
}
