// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import io.tailwatch.analyzer.alert.SeriesAlerts;
import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.window.SeriesWindow;
import io.tailwatch.analyzer.window.WindowUpdate;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.TailEstimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the analyzer does with a batch, by the same classes, on the heap of one thread: observe,
 * sketch, close panes, slide windows, estimate, judge, watch for alerts. Nothing is kept beyond the
 * process, published or shown. Not thread-safe.
 */
final class SameWork {
  private record Watched(LiveSeries live, SeriesWindow window, SeriesAlerts alerts) {}

  private final TheoryLookup theory = new TheoryLookup();
  private final Map<String, Watched> all = new HashMap<>();
  private final List<TailEstimate> estimates = new ArrayList<>();

  void accept(String key, IterateBatch batch) {
    Watched watched = all.computeIfAbsent(key, this::watch);
    for (PanePart pane : watched.live().accept(batch)) {
      long now = System.currentTimeMillis();
      WindowUpdate update = watched.window().accept(pane, now);
      watched.alerts().accept(pane, update.estimates(), now);
      estimates.addAll(update.estimates());
    }
  }

  private Watched watch(String key) {
    SeriesKey parsed = SeriesKey.parse(key);
    return new Watched(
        new LiveSeries(), new SeriesWindow(parsed, theory), new SeriesAlerts(parsed));
  }

  List<TailEstimate> estimates() {
    return estimates;
  }
}
