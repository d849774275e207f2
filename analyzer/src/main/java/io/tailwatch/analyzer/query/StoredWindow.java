// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.analyzer.state.StoreKeys;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.WindowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads the window of one series from stores that go on changing meanwhile. */
final class StoredWindow {
  private static final int MOST_READS = 4;

  private StoredWindow() {}

  /**
   * The window, or empty without such a series. A pane may come and another go while they are read:
   * then they are read again, some times.
   */
  static Optional<WindowSnapshot> read(
      ReadOnlyKeyValueStore<String, WindowState> windows,
      ReadOnlyKeyValueStore<String, PanePart> panes,
      String key) {
    WindowState window = windows.get(key);
    WindowSnapshot found = null;
    for (int read = 0; window != null && read < MOST_READS; read++) {
      found = WindowSnapshot.of(window.getEstimatesList(), panes(panes, key));
      WindowState after = windows.get(key);
      if (window.equals(after)) {
        break;
      }
      window = after;
    }
    return window == null ? Optional.empty() : Optional.of(found);
  }

  private static List<PanePart> panes(ReadOnlyKeyValueStore<String, PanePart> panes, String key) {
    List<PanePart> found = new ArrayList<>();
    try (var entries = panes.range(StoreKeys.pane(key, 0), StoreKeys.pane(key, Long.MAX_VALUE))) {
      while (entries.hasNext()) {
        PanePart pane = entries.next().value;
        if (pane != null) {
          found.add(pane);
        }
      }
    }
    return found;
  }
}
