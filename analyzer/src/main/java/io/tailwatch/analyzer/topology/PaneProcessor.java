// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.metrics.ArrivalMeters;
import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesEvent;
import io.tailwatch.analyzer.state.v1.SeriesNoteKind;
import io.tailwatch.events.BadEventException;
import io.tailwatch.events.IterateBatches;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IterateBatch;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Stage 1, for each run/series or run/series/shard: decode, observe, sketch the live pane, and
 * forward each pane that closes, keyed run/series. A series that is written to is awake, with its
 * tables on the heap, as many of a task as {@link HeapShare} grants; every record puts or
 * {@linkplain DeferredStore#changed marks} what it has changed, so that whatever is committed is in
 * the stores, and any series can be put to sleep or moved at any time without a trace in its
 * estimates.
 *
 * <p>The wall clock makes notes and forgets what has been silent for long; it closes no pane.
 */
final class PaneProcessor implements Processor<String, IterateBatch, String, SeriesEvent> {
  private final AnalyzerMetrics metrics;
  private final int maxSeries;
  private final IdlePolicy idle;
  private final Map<String, KnownSeries> all = new HashMap<>();

  /** In the order of their last record. */
  private final Map<String, KnownSeries> awake = new LinkedHashMap<>(16, 0.75f, true);

  private ProcessorContext<String, SeriesEvent> context;
  private SeriesStores stores;

  PaneProcessor(SeriesPolicy policy, AnalyzerMetrics metrics) {
    this.metrics = metrics;
    this.maxSeries = policy.maxSeries();
    this.idle = new IdlePolicy(policy);
  }

  @Override
  public void init(ProcessorContext<String, SeriesEvent> processorContext) {
    context = processorContext;
    stores = new SeriesStores(context);
    long now = context.currentSystemTimeMs();
    stores.forEach(
        (encoded, live) -> {
          SeriesKey key = SeriesKey.parse(encoded);
          long seen = idle.seenAtMillis(live.getEnded(), live.getSeenAtMillis(), now);
          all.put(encoded, KnownSeries.restore(key, arrivals(key), live, seen));
        });
    context.schedule(idle.check(), PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  @Override
  public void process(Record<String, IterateBatch> record) {
    IterateBatch batch = record.value();
    KnownSeries known = all.get(record.key());
    boolean first = known == null || !isOf(known.key, batch);
    if (first) {
      checkKey(record.key(), batch);
    }
    LiveSeries series = known == null ? new LiveSeries() : wake(record.key(), known);
    // Whatever is wrong with the batch is found here, before any state has changed.
    List<PanePart> closed = series.accept(batch);
    if (known == null) {
      known = add(record.key(), IterateBatches.key(batch));
    }
    take(record, known, series, closed);
  }

  private void take(
      Record<String, IterateBatch> record,
      KnownSeries known,
      LiveSeries series,
      List<PanePart> closed) {
    long now = context.currentSystemTimeMs();
    if (known.stalled) {
      forward(known, known.note(SeriesNoteKind.SERIES_NOTE_KIND_RESUMED, now), record.timestamp());
    }
    boolean ends = series.ended() && !known.ended;
    known.took(series, IterateBatches.shardCount(record.value()), now);
    awake.put(record.key(), known);
    stores.save(record.key(), series, () -> known.state(series));
    for (PanePart pane : closed) {
      forward(known, SeriesEvent.newBuilder().setClosed(pane).build(), record.timestamp());
    }
    if (ends && (closed.isEmpty() || !closed.get(closed.size() - 1).getEndOfSeries())) {
      forward(known, known.note(SeriesNoteKind.SERIES_NOTE_KIND_ENDED, now), record.timestamp());
    }
    if (awake.size() > HeapShare.SERIES) {
      sleep(awake.keySet().iterator().next());
    }
  }

  private void forward(KnownSeries known, SeriesEvent event, long timestamp) {
    context.forward(new Record<>(known.target, event, timestamp));
  }

  private static boolean isOf(SeriesKey key, IterateBatch batch) {
    int shards = IterateBatches.shardCount(batch);
    return key.run().equals(batch.getRun())
        && key.series().equals(batch.getSeries())
        && (shards == 1
            ? key.shard().isEmpty()
            : key.shard().isPresent() && key.shard().getAsInt() == batch.getShard());
  }

  private static void checkKey(String key, IterateBatch batch) {
    String expected = IterateBatches.key(batch).encode();
    if (!expected.equals(key)) {
      throw new BadEventException(
          "record key must be the batch's %s, %s: was %s"
              .formatted(
                  IterateBatches.shardCount(batch) == 1 ? "run/series" : "run/series/shard",
                  expected,
                  key));
    }
  }

  private LiveSeries wake(String key, KnownSeries known) {
    return known.awake.orElseGet(
        () ->
            stores
                .load(key)
                .orElseThrow(() -> new IllegalStateException("no state of series " + key)));
  }

  private void sleep(String key) {
    stores.flush(key);
    awake.remove(key).awake = Optional.empty();
  }

  private KnownSeries add(String encoded, SeriesKey key) {
    if (all.size() >= maxSeries) {
      makeRoom();
    }
    var known = new KnownSeries(key, arrivals(key), context.currentSystemTimeMs());
    all.put(encoded, known);
    return known;
  }

  /** The series that ended first is forgotten before its time. */
  private void makeRoom() {
    long now = context.currentSystemTimeMs();
    String ended =
        all.entrySet().stream()
            .filter(entry -> entry.getValue().ended)
            .max(
                Comparator.comparingLong(
                    (Map.Entry<String, KnownSeries> entry) -> entry.getValue().idleMillis(now)))
            .map(Map.Entry::getKey)
            .orElseThrow(
                () ->
                    new BadEventException(
                        "at most %d series are kept for a partition, and none of them has ended: end"
                                .formatted(maxSeries)
                            + " runs, use more partitions, or raise the maximum"));
    forget(ended, now);
  }

  private Optional<ArrivalMeters> arrivals(SeriesKey key) {
    return metrics.arrivals(key.withoutShard());
  }

  /** Looks for series that nothing comes for. */
  private void look(long now) {
    List<String> expired =
        all.entrySet().stream()
            .filter(e -> idle.isExpired(e.getValue().ended, e.getValue().idleMillis(now)))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    expired.forEach(key -> forget(key, now));
    all.forEach((key, known) -> look(key, known, now));
  }

  private void look(String key, KnownSeries known, long now) {
    if (known.ended) {
      if (known.awake.isPresent()) {
        sleep(key);
      }
      return;
    }
    long pause = known.idleMillis(now);
    if (!known.provisional && idle.isProvisional(pause)) {
      known.provisional = true;
      wake(key, known)
          .openPane()
          .filter(pane -> pane.getShardCount() == 1 && pane.getBurnIn().isEmpty())
          .ifPresent(pane -> forward(known, SeriesEvent.newBuilder().setOpen(pane).build(), now));
    }
    if (!known.stalled && idle.isStalled(pause, known.usualPauseMillis())) {
      LiveSeries series = wake(key, known);
      known.stalled = true;
      stores.save(key, series, () -> known.state(series));
      forward(known, known.note(SeriesNoteKind.SERIES_NOTE_KIND_STALLED, now), now);
    }
  }

  private void forget(String key, long now) {
    KnownSeries known = all.remove(key);
    awake.remove(key);
    stores.delete(key);
    known.meters.ifPresent(ArrivalMeters::close);
    forward(known, known.note(SeriesNoteKind.SERIES_NOTE_KIND_EXPIRED, now), now);
  }

  @Override
  public void close() {
    all.values().forEach(known -> known.meters.ifPresent(ArrivalMeters::close));
    all.clear();
    awake.clear();
  }
}
