// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is known of one series: the meters of its shards and of its observables. Those of the shards
 * are shown as one: counts add up, the last step is that of the shard which is ahead. Thread-safe.
 */
final class SeriesEntry {
  private final SeriesKey key;
  private final Labels labels;
  private final ConcurrentSkipListMap<Observable, ObservableEntry> observables =
      new ConcurrentSkipListMap<>();
  private final List<ArrivalMeters> shards = new CopyOnWriteArrayList<>();
  private final AlertCounts alerts = new AlertCounts();
  private final LongAdder late = new LongAdder();
  private volatile List<TailAlert> active = List.of();

  SeriesEntry(SeriesKey key) {
    this.key = key;
    this.labels =
        Labels.of(MetricNames.RUN_LABEL, key.run(), MetricNames.SERIES_LABEL, key.series());
  }

  SeriesKey key() {
    return key;
  }

  Labels labels() {
    return labels;
  }

  ObservableEntry observable(Observable observable) {
    return observables.computeIfAbsent(observable, o -> new ObservableEntry(key, o));
  }

  /** In the order of the contract. */
  Collection<ObservableEntry> observables() {
    return observables.values();
  }

  void add(ArrivalMeters shard) {
    shards.add(shard);
  }

  void remove(ArrivalMeters shard) {
    shards.remove(shard);
    if (shards.isEmpty()) {
      observables.values().forEach(ObservableEntry::forgetCounts);
      late.reset();
    }
  }

  void late(long steps) {
    late.add(steps);
  }

  /** Steps that came again, or too late. */
  long late() {
    return late.sum();
  }

  /** The shard that is ahead; empty before the first step. */
  Optional<ArrivalMeters.Progress> progress() {
    return shards.stream()
        .map(ArrivalMeters::progress)
        .flatMap(Optional::stream)
        .max((a, b) -> Long.compare(a.step(), b.step()));
  }

  boolean arriving() {
    return !shards.isEmpty();
  }

  AlertCounts alerts() {
    return alerts;
  }

  List<TailAlert> active() {
    return active;
  }

  void active(List<TailAlert> now) {
    active = now;
  }
}
