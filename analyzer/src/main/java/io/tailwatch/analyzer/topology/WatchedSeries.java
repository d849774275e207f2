// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.alert.SeriesAlerts;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.metrics.EstimateMeters;
import io.tailwatch.analyzer.window.SeriesWindow;
import io.tailwatch.analyzer.window.Shards;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A series of a task of stage 2. Its window is awake while panes come, and else in the stores; its
 * meters stay. By the stream thread only.
 */
final class WatchedSeries {
  final SeriesKey key;
  final SeriesAlerts alerts;
  final Shards shards;

  /** Empty while it is asleep. */
  Optional<SeriesWindow> awake = Optional.empty();

  private final AnalyzerMetrics metrics;
  private final Map<Observable, Optional<EstimateMeters>> meters = new EnumMap<>(Observable.class);

  WatchedSeries(SeriesKey key, SeriesAlerts alerts, Shards shards, AnalyzerMetrics metrics) {
    this.key = key;
    this.alerts = alerts;
    this.shards = shards;
    this.metrics = metrics;
    metrics.seriesAdded(key);
  }

  /** Shows the last estimate of each observable; a descriptor may name others than before. */
  void show(List<TailEstimate> estimates) {
    meters
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = estimates.stream().noneMatch(e -> e.getObservable() == entry.getKey());
              if (gone) {
                entry.getValue().ifPresent(EstimateMeters::close);
              }
              return gone;
            });
    for (TailEstimate estimate : estimates) {
      meters
          .computeIfAbsent(
              estimate.getObservable(), observable -> metrics.estimates(key, observable))
          .ifPresent(
              m -> {
                m.show(estimate);
                m.driftScore(alerts.driftScore(estimate.getObservable()));
              });
    }
    metrics.alertsActive(key, alerts.active());
  }

  /** Counts alerts that have begun to fire. */
  void count(List<TailAlert> events) {
    metrics.alertEvents(key, events);
    metrics.alertsActive(key, alerts.active());
  }

  /** Removes the meters. */
  void close() {
    meters.values().forEach(m -> m.ifPresent(EstimateMeters::close));
    meters.clear();
    metrics.seriesRemoved(key);
  }
}
