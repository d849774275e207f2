// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What is known of one series: the meters of its shards and of its observables. Those of the shards
 * are shown as one: counts add up, the last step is that of the shard which is ahead. Meters are
 * registered while the series is shown and there is something to read. Thread-safe.
 */
final class SeriesEntry {
  private final SeriesKey key;
  private final Tags tags;
  private final SeriesMeters meters;
  private final ConcurrentSkipListMap<Observable, ObservableEntry> observables =
      new ConcurrentSkipListMap<>();
  private final List<ArrivalMeters> shards = new CopyOnWriteArrayList<>();
  private final AlertCounts alerts = new AlertCounts();
  private final LongAdder late = new LongAdder();
  private volatile List<TailAlert> active = List.of();

  // Guarded by this.
  private final Map<String, List<Meter>> registered = new HashMap<>();
  private boolean shown;

  SeriesEntry(SeriesKey key, SeriesMeters meters) {
    this.key = key;
    this.meters = meters;
    this.tags = Tags.of(MetricNames.RUN_LABEL, key.run(), MetricNames.SERIES_LABEL, key.series());
  }

  SeriesKey key() {
    return key;
  }

  Tags tags() {
    return tags;
  }

  ObservableEntry observable(Observable observable) {
    return observables.computeIfAbsent(observable, o -> new ObservableEntry(this, o));
  }

  void add(ArrivalMeters shard) {
    shards.add(shard);
    refresh();
  }

  void remove(ArrivalMeters shard) {
    shards.remove(shard);
    if (shards.isEmpty()) {
      observables.values().forEach(ObservableEntry::forgetCounts);
      late.reset();
    }
    refresh();
  }

  synchronized boolean isShown() {
    return shown;
  }

  synchronized void show(boolean now) {
    shown = now;
    refresh();
  }

  /** Registers the meters of what has come, and removes those of what has gone. */
  synchronized void refresh() {
    set("arrivals", !shards.isEmpty(), () -> meters.arrivals(this));
    boolean estimated = false;
    for (ObservableEntry observable : observables.values()) {
      String name = observable.observable().name();
      set("counts " + name, observable.counts().isPresent(), () -> meters.counts(observable));
      boolean owned = observable.owner().isPresent();
      set("estimates " + name, owned, () -> meters.estimates(this, observable));
      estimated |= owned;
    }
    set("alerts", estimated, () -> meters.alerts(this));
  }

  private void set(String group, boolean present, Supplier<List<Meter>> register) {
    if (!shown || !present) {
      List<Meter> gone = registered.remove(group);
      if (gone != null) {
        meters.remove(gone);
      }
    } else if (!registered.containsKey(group)) {
      registered.put(group, register.get());
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

  AlertCounts alerts() {
    return alerts;
  }

  boolean fires(Observable observable, AlertKind kind) {
    return active.stream()
        .anyMatch(
            alert ->
                alert.getKind() == kind
                    && alert.getObservable() == observable
                    && alert.getState() == AlertState.ALERT_STATE_FIRING);
  }

  void active(List<TailAlert> now) {
    active = now;
  }
}
