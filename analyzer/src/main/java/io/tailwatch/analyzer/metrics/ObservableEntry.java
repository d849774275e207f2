// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Tags;
import io.tailwatch.analyzer.observe.ObservableNames;
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

  private final SeriesEntry series;
  private final Observable observable;
  private final Tags tags;
  private final List<EstimateMeters> owners = new CopyOnWriteArrayList<>();
  private volatile Counts counts;

  ObservableEntry(SeriesEntry series, Observable observable) {
    this.series = series;
    this.observable = observable;
    tags = series.tags().and(MetricNames.OBSERVABLE_LABEL, ObservableNames.of(observable));
  }

  Observable observable() {
    return observable;
  }

  Tags tags() {
    return tags;
  }

  void add(EstimateMeters owner) {
    owners.add(owner);
    series.refresh();
  }

  void remove(EstimateMeters owner) {
    owners.remove(owner);
    series.refresh();
  }

  /** Whose estimate is shown. */
  Optional<EstimateMeters> owner() {
    // A snapshot: the last may go while it is looked for.
    Object[] now = owners.toArray();
    return now.length == 0 ? Optional.empty() : Optional.of((EstimateMeters) now[now.length - 1]);
  }

  void count(long drawn, long notFinite) {
    Counts known = counts;
    if (known == null) {
      known = begin();
    }
    known.drawn().add(drawn);
    known.notFinite().add(notFinite);
  }

  private Counts begin() {
    // In the order of locks of a refresh: the series first.
    synchronized (series) {
      if (counts == null) {
        counts = new Counts(new LongAdder(), new LongAdder());
        series.refresh();
      }
      return counts;
    }
  }

  void forgetCounts() {
    counts = null;
  }

  /** What was counted; empty before the first sample. */
  Optional<Counts> counts() {
    return Optional.ofNullable(counts);
  }
}
