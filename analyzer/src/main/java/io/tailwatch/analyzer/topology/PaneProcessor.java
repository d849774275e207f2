// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.metrics.ArrivalMeters;
import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.analyzer.state.StoreKeys;
import io.tailwatch.analyzer.state.v1.CalibrationPick;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesState;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IterateBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stage 1, for each run/series or run/series/shard: decode, observe, sketch the live pane, and
 * forward each pane that closes, keyed run/series. The series live on the heap; every record puts
 * or {@linkplain DeferredStore#changed marks} what it has changed, so that whatever is committed is
 * in the stores. After a restart they are read back in {@link #init}.
 */
final class PaneProcessor implements Processor<String, IterateBatch, String, PanePart> {

  /** A series of this task. */
  private record Live(
      SeriesKey key, String target, LiveSeries series, Optional<ArrivalMeters> meters) {}

  private final AnalyzerMetrics metrics;
  private final Map<String, Live> all = new HashMap<>();
  private ProcessorContext<String, PanePart> context;
  private KeyValueStore<String, SeriesState> setups;
  private DeferredStore<LivePaneState> livePanes;
  private KeyValueStore<String, CalibrationPick> calibrations;

  PaneProcessor(AnalyzerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, PanePart> processorContext) {
    context = processorContext;
    setups = context.getStateStore(Stores.SERIES);
    livePanes = context.getStateStore(Stores.LIVE_PANES);
    calibrations = context.getStateStore(Stores.CALIBRATIONS);
    Map<String, Map<Integer, CalibrationPick>> picks = new HashMap<>();
    try (var saved = calibrations.all()) {
      saved.forEachRemaining(
          entry ->
              picks
                  .computeIfAbsent(StoreKeys.seriesOfSlot(entry.key), key -> new TreeMap<>())
                  .put(StoreKeys.slotOf(entry.key), entry.value));
    }
    try (var saved = setups.all()) {
      saved.forEachRemaining(
          entry ->
              add(
                  entry.key,
                  SeriesKey.parse(entry.key),
                  LiveSeries.restore(
                      entry.value,
                      livePanes.get(entry.key),
                      picks.getOrDefault(entry.key, Map.of()))));
    }
  }

  @Override
  public void process(Record<String, IterateBatch> record) {
    IterateBatch batch = record.value();
    Live live = all.get(record.key());
    boolean known = live != null && isOf(live.key(), batch);
    SeriesKey key = known ? live.key() : checkedKey(record.key(), batch);
    LiveSeries series = known ? live.series() : new LiveSeries();
    // Whatever is wrong with the batch is found here, before any state has changed.
    List<PanePart> closed = series.accept(batch);
    if (!known) {
      live = add(record.key(), key, series);
    }
    save(record.key(), series);
    live.meters().ifPresent(meters -> count(meters, series));
    for (PanePart pane : closed) {
      context.forward(new Record<>(live.target(), pane, record.timestamp()));
    }
  }

  private static boolean isOf(SeriesKey key, IterateBatch batch) {
    return key.run().equals(batch.getRun())
        && key.series().equals(batch.getSeries())
        && IterateBatches.shardCount(batch) == 1;
  }

  private static SeriesKey checkedKey(String key, IterateBatch batch) {
    if (IterateBatches.shardCount(batch) > 1) {
      throw new BadEventException(
          "shard_count must be 1: series in several shards are not merged: was "
              + batch.getShardCount());
    }
    SeriesKey expected = IterateBatches.key(batch);
    if (!expected.encode().equals(key)) {
      throw new BadEventException(
          "record key must be the batch's run/series, %s: was %s"
              .formatted(expected.encode(), key));
    }
    return expected;
  }

  private Live add(String key, SeriesKey parsed, LiveSeries series) {
    var live =
        new Live(
            parsed,
            parsed.withoutShard().encode(),
            series,
            metrics.arrivals(parsed.withoutShard()));
    live.meters().ifPresent(meters -> meters.progress(series.newestStep(), series.learningRate()));
    all.put(key, live);
    return live;
  }

  private void save(String key, LiveSeries series) {
    series.drainSetup().ifPresent(setup -> setups.put(key, setup));
    series.drainDroppedPicks().forEach(slot -> calibrations.delete(StoreKeys.slot(key, slot)));
    series.drainPicks().forEach((slot, pick) -> calibrations.put(StoreKeys.slot(key, slot), pick));
    livePanes.changed(key, series::live);
  }

  private static void count(ArrivalMeters meters, LiveSeries series) {
    meters.progress(series.newestStep(), series.learningRate());
    series.tally().drain(meters::count);
  }

  @Override
  public void close() {
    all.values().forEach(live -> live.meters().ifPresent(ArrivalMeters::close));
    all.clear();
  }
}
