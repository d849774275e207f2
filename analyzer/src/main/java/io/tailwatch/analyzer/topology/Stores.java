// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import com.google.protobuf.MessageLite;
import io.tailwatch.analyzer.state.StateSerdes;
import io.tailwatch.analyzer.state.v1.CalibrationPick;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.RunAlertsState;
import io.tailwatch.analyzer.state.v1.SeriesAlertsState;
import io.tailwatch.analyzer.state.v1.SeriesState;
import io.tailwatch.analyzer.state.v1.ShardsState;
import io.tailwatch.analyzer.state.v1.WindowState;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores, all with a changelog. {@code live-panes} changes with every record and is
 * therefore {@linkplain DeferredStore deferred}: its values and its changelog are written once for
 * each key and commit, and before the commit of the offsets, which is what exactly-once needs. The
 * others are put once for each pane or less. The panes of the windows, by far the most of the
 * state, lie on disk ({@link BoundedRocksDb}); the others in memory.
 *
 * <p>Size for each series and observable: about 2 KB live, 2 KB for each pane of the window.
 */
final class Stores {
  static final String SERIES = "series";
  static final String LIVE_PANES = "live-panes";
  static final String CALIBRATIONS = "calibrations";
  static final String PANES = "panes";
  static final String WINDOWS = "windows";
  static final String ALERTS = "alerts";
  static final String SHARDS = "shards";
  static final String SHARD_PARTS = "shard-parts";
  static final String RUN_ALERTS = "run-alerts";

  /**
   * Only closed segments are compacted: with Kafka's 1 GB a changelog holds hours of old values,
   * and every restart, and the tail of every instance, reads them all.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 << 20));

  private Stores() {}

  static StoreBuilder<KeyValueStore<String, SeriesState>> series() {
    return builder(SERIES, StateSerdes.of(SeriesState.parser()));
  }

  static StoreBuilder<DeferredStore<LivePaneState>> livePanes() {
    return DeferredStore.before(builder(LIVE_PANES, StateSerdes.of(LivePaneState.parser())));
  }

  static StoreBuilder<KeyValueStore<String, CalibrationPick>> calibrations() {
    return builder(CALIBRATIONS, StateSerdes.of(CalibrationPick.parser()));
  }

  static StoreBuilder<KeyValueStore<String, PanePart>> panes() {
    return builder(
        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(PANES),
        StateSerdes.of(PanePart.parser()));
  }

  static StoreBuilder<KeyValueStore<String, WindowState>> windows() {
    return builder(WINDOWS, StateSerdes.of(WindowState.parser()));
  }

  static StoreBuilder<KeyValueStore<String, SeriesAlertsState>> alerts() {
    return builder(ALERTS, StateSerdes.of(SeriesAlertsState.parser()));
  }

  static StoreBuilder<KeyValueStore<String, ShardsState>> shards() {
    return builder(SHARDS, StateSerdes.of(ShardsState.parser()));
  }

  static StoreBuilder<KeyValueStore<String, PanePart>> shardParts() {
    return builder(SHARD_PARTS, StateSerdes.of(PanePart.parser()));
  }

  static StoreBuilder<KeyValueStore<String, RunAlertsState>> runAlerts() {
    return builder(RUN_ALERTS, StateSerdes.of(RunAlertsState.parser()));
  }

  private static <T extends MessageLite> StoreBuilder<KeyValueStore<String, T>> builder(
      String name, Serde<T> serde) {
    return builder(org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name), serde);
  }

  private static <T extends MessageLite> StoreBuilder<KeyValueStore<String, T>> builder(
      KeyValueBytesStoreSupplier store, Serde<T> serde) {
    return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(store, Serdes.String(), serde)
        .withLoggingEnabled(CHANGELOG);
  }
}
