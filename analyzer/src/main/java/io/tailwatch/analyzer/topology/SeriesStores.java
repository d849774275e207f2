// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.analyzer.state.StoreKeys;
import io.tailwatch.analyzer.state.v1.CalibrationPick;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.analyzer.state.v1.SeriesState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The stores of stage 1: a series is spread over three of them. By the stream thread only. */
final class SeriesStores {
  private final KeyValueStore<String, SeriesState> setups;
  private final DeferredStore<LivePaneState> livePanes;
  private final KeyValueStore<String, CalibrationPick> calibrations;

  SeriesStores(ProcessorContext<?, ?> context) {
    setups = context.getStateStore(Stores.SERIES);
    livePanes = context.getStateStore(Stores.LIVE_PANES);
    calibrations = context.getStateStore(Stores.CALIBRATIONS);
  }

  /** Every series that is saved, with what changes often about it. */
  void forEach(BiConsumer<String, LivePaneState> action) {
    try (var saved = setups.all()) {
      saved.forEachRemaining(entry -> action.accept(entry.key, livePanes.get(entry.key)));
    }
  }

  /** A series as it was saved; empty when it is not known. */
  Optional<LiveSeries> load(String key) {
    SeriesState setup = setups.get(key);
    if (setup == null) {
      return Optional.empty();
    }
    livePanes.flush(key);
    Map<Integer, CalibrationPick> picks = new TreeMap<>();
    try (var saved = calibrations.range(StoreKeys.firstSlot(key), StoreKeys.afterSlots(key))) {
      saved.forEachRemaining(entry -> picks.put(StoreKeys.slotOf(entry.key), entry.value));
    }
    return Optional.of(LiveSeries.restore(setup, livePanes.get(key), picks));
  }

  /**
   * Saves what a batch has changed.
   *
   * @param live asked for when it is written, before the next commit
   */
  void save(String key, LiveSeries series, Supplier<LivePaneState> live) {
    series.drainSetup().ifPresent(setup -> setups.put(key, setup));
    series.drainDroppedPicks().forEach(slot -> calibrations.delete(StoreKeys.slot(key, slot)));
    series.drainPicks().forEach((slot, pick) -> calibrations.put(StoreKeys.slot(key, slot), pick));
    livePanes.changed(key, live);
  }

  /** Writes what has changed about one series now. */
  void flush(String key) {
    livePanes.flush(key);
  }

  void delete(String key) {
    setups.delete(key);
    livePanes.delete(key);
    List<String> slots = new ArrayList<>();
    try (var saved = calibrations.range(StoreKeys.firstSlot(key), StoreKeys.afterSlots(key))) {
      saved.forEachRemaining(entry -> slots.add(entry.key));
    }
    slots.forEach(calibrations::delete);
  }
}
