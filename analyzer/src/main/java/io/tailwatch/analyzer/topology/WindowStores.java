// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.alert.SeriesAlerts;
import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.state.StoreKeys;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesAlertsState;
import io.tailwatch.analyzer.state.v1.ShardsState;
import io.tailwatch.analyzer.state.v1.WindowState;
import io.tailwatch.analyzer.window.SeriesWindow;
import io.tailwatch.analyzer.window.ShardUpdate;
import io.tailwatch.analyzer.window.Shards;
import io.tailwatch.analyzer.window.WindowUpdate;
import io.tailwatch.events.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The stores of stage 2: a series is spread over five of them. By the stream thread only. */
final class WindowStores {
  private final KeyValueStore<String, PanePart> panes;
  private final KeyValueStore<String, WindowState> windows;
  private final KeyValueStore<String, SeriesAlertsState> alerts;
  private final KeyValueStore<String, ShardsState> shards;
  private final KeyValueStore<String, PanePart> parts;

  WindowStores(ProcessorContext<?, ?> context) {
    panes = context.getStateStore(Stores.PANES);
    windows = context.getStateStore(Stores.WINDOWS);
    alerts = context.getStateStore(Stores.ALERTS);
    shards = context.getStateStore(Stores.SHARDS);
    parts = context.getStateStore(Stores.SHARD_PARTS);
  }

  /** Every series that has a window. */
  void forEach(BiConsumer<String, WindowState> action) {
    try (var saved = windows.all()) {
      saved.forEachRemaining(entry -> action.accept(entry.key, entry.value));
    }
  }

  /** A window as it was saved, or an empty one. */
  SeriesWindow window(String encoded, SeriesKey key, TheoryLookup theory) {
    WindowState saved = windows.get(encoded);
    return saved == null
        ? new SeriesWindow(key, theory)
        : SeriesWindow.restore(key, theory, saved, range(panes, encoded));
  }

  /** The alerts as they were saved, or none. */
  SeriesAlerts alerts(String encoded, SeriesKey key) {
    SeriesAlertsState saved = alerts.get(encoded);
    return saved == null ? new SeriesAlerts(key) : SeriesAlerts.restore(key, saved);
  }

  /** The shards as they were saved, or none. */
  Shards shards(String encoded, int waitPanes) {
    ShardsState saved = shards.get(encoded);
    return saved == null
        ? new Shards(waitPanes)
        : Shards.restore(waitPanes, saved, range(parts, encoded));
  }

  private static List<PanePart> range(KeyValueStore<String, PanePart> store, String encoded) {
    List<PanePart> found = new ArrayList<>();
    // In the order of their keys, which is that of the panes.
    try (var saved = store.range(StoreKeys.firstPane(encoded), StoreKeys.afterPanes(encoded))) {
      saved.forEachRemaining(entry -> found.add(entry.value));
    }
    return found;
  }

  void save(String key, Shards state, ShardUpdate update) {
    if (state.used()) {
      update.removed().forEach(part -> parts.delete(partKey(key, part)));
      update.stored().ifPresent(part -> parts.put(partKey(key, part), part));
      shards.put(key, state.state());
    }
  }

  void save(String key, SeriesWindow window, WindowUpdate update) {
    update.removed().forEach(pane -> panes.delete(StoreKeys.pane(key, pane)));
    update.stored().ifPresent(pane -> panes.put(StoreKeys.pane(key, pane.getPane()), pane));
    windows.put(key, window.state());
  }

  void save(String key, SeriesAlerts state) {
    alerts.put(key, state.state());
  }

  private static String partKey(String key, PanePart part) {
    return StoreKeys.part(key, part.getAttempt(), part.getPane(), part.getShard());
  }

  void delete(String key) {
    range(panes, key).forEach(pane -> panes.delete(StoreKeys.pane(key, pane.getPane())));
    range(parts, key).forEach(part -> parts.delete(partKey(key, part)));
    windows.delete(key);
    alerts.delete(key);
    shards.delete(key);
  }
}
