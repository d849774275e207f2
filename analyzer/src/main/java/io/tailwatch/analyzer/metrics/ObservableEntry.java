// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is known of one observable of a series: the counts of its shards, and its estimates. When a
 * task moves within the process, its new owner may come before the old one has gone: the newest
 * owner is shown, and whoever goes takes only itself away. Thread-safe.
 */
final class ObservableEntry {
  /** Samples drawn, and the unusable ones among them. */
  record Counts(LongAdder drawn, LongAdder notFinite) {}

  private final Observable observable;
  private final Labels labels;
  private final List<EstimateMeters> owners = new CopyOnWriteArrayList<>();
  private volatile Counts counts;

  ObservableEntry(SeriesKey key, Observable observable) {
    this.observable = observable;
    labels =
        Labels.of(
            MetricNames.OBSERVABLE_LABEL,
            ObservableNames.of(observable),
            MetricNames.RUN_LABEL,
            key.run(),
            MetricNames.SERIES_LABEL,
            key.series());
  }

  Observable observable() {
    return observable;
  }

  Labels labels() {
    return labels;
  }

  void add(EstimateMeters owner) {
    owners.add(owner);
  }

  void remove(EstimateMeters owner) {
    owners.remove(owner);
  }

  /** Whose estimate is shown. */
  Optional<EstimateMeters> owner() {
    // A snapshot: the last may go while it is looked for.
    Object[] now = owners.toArray();
    return now.length == 0 ? Optional.empty() : Optional.of((EstimateMeters) now[now.length - 1]);
  }

  synchronized void count(long drawn, long notFinite) {
    if (counts == null) {
      counts = new Counts(new LongAdder(), new LongAdder());
    }
    counts.drawn().add(drawn);
    counts.notFinite().add(notFinite);
  }

  synchronized void forgetCounts() {
    counts = null;
  }

  /** What was counted; empty before the first sample. */
  Optional<Counts> counts() {
    return Optional.ofNullable(counts);
  }
}
