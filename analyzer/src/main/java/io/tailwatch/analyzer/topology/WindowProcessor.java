// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import com.google.protobuf.MessageLite;
import io.tailwatch.analyzer.alert.SeriesAlerts;
import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.metrics.EstimateMeters;
import io.tailwatch.analyzer.state.StoreKeys;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesAlertsState;
import io.tailwatch.analyzer.state.v1.WindowState;
import io.tailwatch.analyzer.window.SeriesWindow;
import io.tailwatch.analyzer.window.WindowUpdate;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stage 2, for each run/series: slide the window over the closed panes and forward an estimate of
 * each observable and the alerts that begin, fire or end with the pane. The windows live on the
 * heap; panes are put once and deleted when they leave.
 */
final class WindowProcessor implements Processor<String, PanePart, String, MessageLite> {

  /** A series of this task. */
  private record Watched(
      SeriesKey key,
      SeriesWindow window,
      SeriesAlerts alerts,
      Map<Observable, Optional<EstimateMeters>> meters) {}

  private final AnalyzerMetrics metrics;
  private final TheoryLookup theory = new TheoryLookup();
  private final Map<String, Watched> all = new HashMap<>();
  private ProcessorContext<String, MessageLite> context;
  private KeyValueStore<String, PanePart> panes;
  private KeyValueStore<String, WindowState> windows;
  private KeyValueStore<String, SeriesAlertsState> alerts;

  WindowProcessor(AnalyzerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, MessageLite> processorContext) {
    context = processorContext;
    panes = context.getStateStore(Stores.PANES);
    windows = context.getStateStore(Stores.WINDOWS);
    alerts = context.getStateStore(Stores.ALERTS);
    Map<String, List<PanePart>> saved = new HashMap<>();
    try (var entries = panes.all()) {
      // In the order of their keys, which is that of the panes within a series.
      entries.forEachRemaining(
          entry ->
              saved
                  .computeIfAbsent(StoreKeys.seriesOfPane(entry.key), key -> new ArrayList<>())
                  .add(entry.value));
    }
    try (var entries = windows.all()) {
      entries.forEachRemaining(
          entry -> {
            SeriesKey key = SeriesKey.parse(entry.key);
            List<PanePart> held = saved.getOrDefault(entry.key, List.of());
            add(
                entry.key,
                key,
                SeriesWindow.restore(key, theory, entry.value, held),
                restoredAlerts(entry.key, key));
          });
    }
  }

  @Override
  public void process(Record<String, PanePart> record) {
    Watched watched = all.get(record.key());
    if (watched == null) {
      SeriesKey key = SeriesKey.parse(record.key());
      watched = add(record.key(), key, new SeriesWindow(key, theory), new SeriesAlerts(key));
    }
    long now = context.currentSystemTimeMs();
    WindowUpdate update = watched.window().accept(record.value(), now);
    if (update.estimates().isEmpty()) {
      return;
    }
    List<TailAlert> events = watched.alerts().accept(record.value(), update.estimates(), now);
    save(record.key(), watched.window(), update);
    alerts.put(record.key(), watched.alerts().state());
    show(watched);
    metrics.alertEvents(watched.key(), events);
    for (TailEstimate estimate : update.estimates()) {
      context.forward(new Record<>(record.key(), estimate, record.timestamp()));
    }
    for (TailAlert event : events) {
      context.forward(new Record<>(record.key(), event, record.timestamp()));
    }
    long taken = record.value().getTakenAtMillis();
    if (taken > 0) {
      metrics.eventToEstimate().record(Duration.ofMillis(Math.max(0, now - taken)));
    }
  }

  /** A series from before alerts were kept has none. */
  private SeriesAlerts restoredAlerts(String encoded, SeriesKey key) {
    SeriesAlertsState saved = alerts.get(encoded);
    return saved == null ? new SeriesAlerts(key) : SeriesAlerts.restore(key, saved);
  }

  private Watched add(
      String encoded, SeriesKey key, SeriesWindow window, SeriesAlerts alertsOfSeries) {
    metrics.seriesAdded(key);
    var watched = new Watched(key, window, alertsOfSeries, new EnumMap<>(Observable.class));
    all.put(encoded, watched);
    show(watched);
    return watched;
  }

  private void save(String key, SeriesWindow window, WindowUpdate update) {
    update.removed().forEach(pane -> panes.delete(StoreKeys.pane(key, pane)));
    update.stored().ifPresent(pane -> panes.put(StoreKeys.pane(key, pane.getPane()), pane));
    windows.put(key, window.state());
  }

  private void show(Watched watched) {
    removeWhatIsNoLongerEstimated(watched);
    for (TailEstimate estimate : watched.window().estimates()) {
      watched
          .meters()
          .computeIfAbsent(
              estimate.getObservable(), observable -> metrics.estimates(watched.key(), observable))
          .ifPresent(
              meters -> {
                meters.show(estimate);
                meters.driftScore(watched.alerts().driftScore(estimate.getObservable()));
              });
    }
    metrics.alertsActive(watched.key(), watched.alerts().active());
  }

  /** A descriptor may name other observables than the one before. */
  private static void removeWhatIsNoLongerEstimated(Watched watched) {
    watched
        .meters()
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone =
                  watched.window().estimates().stream()
                      .noneMatch(estimate -> estimate.getObservable() == entry.getKey());
              if (gone) {
                entry.getValue().ifPresent(EstimateMeters::close);
              }
              return gone;
            });
  }

  @Override
  public void close() {
    for (Watched watched : all.values()) {
      watched.meters().values().forEach(meters -> meters.ifPresent(EstimateMeters::close));
      metrics.seriesRemoved(watched.key());
    }
    all.clear();
  }
}
