// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The meters of what arrives for one shard of a series. Shards of one series, each with its own,
 * are shown as one: samples add up, and step and learning rate are those of the shard that is
 * ahead. They leave with the last of them. Single writer; read by any thread.
 */
public final class ArrivalMeters implements AutoCloseable {
  /** Where a shard stands. */
  record Progress(long step, double learningRate) {}

  private final SeriesTable table;
  private final SeriesKey key;
  private final SeriesEntry entry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Progress progress;

  ArrivalMeters(SeriesTable table, SeriesKey key) {
    this.table = table;
    this.key = key;
    this.entry = table.hold(key);
    entry.add(this);
  }

  /** Where the shard stands. */
  public void progress(long step, double rate) {
    progress = new Progress(step, rate);
  }

  Optional<Progress> progress() {
    return Optional.ofNullable(progress);
  }

  /** Counts steps that came again, or too late. */
  public void late(long steps) {
    entry.late(steps);
  }

  /** Counts samples drawn from an observable. */
  public void count(Observable observable, long drawn, long notFinite) {
    entry.observable(observable).count(drawn, notFinite);
  }

  /** Takes the shard away. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      entry.remove(this);
      table.release(key);
    }
  }
}
