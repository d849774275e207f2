// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.analyzer.state.StoreKeys;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.WindowState;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.Test;

class StoredWindowTest {
  private static final String KEY = "a/b";
  private static final PackedSketch SKETCH = new PackedSketch(SketchLayout.UNSIGNED);

  /** A store whose owner may change it whenever it is read. */
  private static class Shared<V> implements ReadOnlyKeyValueStore<String, V> {
    private final TreeMap<String, V> entries = new TreeMap<>();
    private Runnable afterRange = () -> {};

    @Override
    public V get(String key) {
      return entries.get(key);
    }

    @Override
    public KeyValueIterator<String, V> range(String from, String to) {
      var found = List.copyOf(entries.subMap(from, true, to, true).entrySet());
      afterRange.run();
      Iterator<Map.Entry<String, V>> each = found.iterator();
      return new KeyValueIterator<>() {
        @Override
        public void close() {
          // Nothing is held.
        }

        @Override
        public String peekNextKey() {
          throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public KeyValue<String, V> next() {
          Map.Entry<String, V> next = each.next();
          // As the store in memory does: a key that has gone has no value.
          return KeyValue.pair(next.getKey(), entries.get(next.getKey()));
        }
      };
    }

    @Override
    public KeyValueIterator<String, V> all() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long approximateNumEntries() {
      return entries.size();
    }
  }

  private final Shared<WindowState> windows = new Shared<>();
  private final Shared<PanePart> panes = new Shared<>();

  @Test
  void withoutStateThereIsNoSeries() {
    put(3);
    windows.entries.clear();
    assertThat(StoredWindow.read(windows, panes, KEY)).isEmpty();
  }

  @Test
  void panesOfOtherSeriesAreLeftOut() {
    put(3);
    panes.entries.put(StoreKeys.pane("a/bb", 1), pane(1));
    panes.entries.put(StoreKeys.pane("a/a", 1), pane(1));
    assertThat(paneIds()).containsExactly(3L);
  }

  @Test
  void aWindowThatMovesWhileItIsReadIsReadAgain() {
    for (long pane = 0; pane < WindowFixtures.PANES; pane++) {
      put(pane);
    }
    panes.afterRange =
        () -> {
          panes.afterRange = () -> {};
          panes.entries.remove(StoreKeys.pane(KEY, 0));
          put(WindowFixtures.PANES);
        };
    assertThat(paneIds()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void aWindowThatNeverRestsIsGivenAsItIsInTheEnd() {
    put(0);
    panes.afterRange = () -> put(windows.get(KEY).getLastPane() + 1);
    assertThat(paneIds()).isNotEmpty();
  }

  @Test
  void aSeriesThatGoesMeanwhileIsNotThere() {
    put(0);
    panes.afterRange = windows.entries::clear;
    assertThat(StoredWindow.read(windows, panes, KEY)).isEmpty();
  }

  private void put(long pane) {
    panes.entries.put(StoreKeys.pane(KEY, pane), pane(pane));
    windows.entries.put(KEY, WindowState.newBuilder().setLastPane(pane).build());
  }

  private static PanePart pane(long pane) {
    return WindowFixtures.pane(1, 0, pane, SKETCH);
  }

  private List<Long> paneIds() {
    return StoredWindow.read(windows, panes, KEY).orElseThrow().panes().stream()
        .map(PanePart::getPane)
        .toList();
  }
}
