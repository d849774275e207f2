// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import com.google.protobuf.MessageLite;
import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.analyzer.judge.TheoryLookup;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.state.v1.AlertNote;
import io.tailwatch.analyzer.state.v1.PanePart;
import io.tailwatch.analyzer.state.v1.SeriesEvent;
import io.tailwatch.analyzer.state.v1.SeriesNote;
import io.tailwatch.analyzer.window.SeriesWindow;
import io.tailwatch.analyzer.window.ShardUpdate;
import io.tailwatch.analyzer.window.WindowUpdate;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Stage 2, for each run/series: merge the shards of a pane, slide the window over the closed panes,
 * and forward an estimate of each observable and what the alerts of the run are made from. Windows
 * that panes come for live on the heap, as many of a task as {@link HeapShare} grants; panes are
 * put once and deleted when they leave.
 */
final class WindowProcessor implements Processor<String, SeriesEvent, String, MessageLite> {
  /** A step that is older was read from an archive, or the clock of its producer is wrong. */
  private static final Duration CLOCK_LIMIT = Duration.ofDays(1);

  private final AnalyzerMetrics metrics;
  private final int waitPanes;
  private final TheoryLookup theory = new TheoryLookup();
  private final Map<String, WatchedSeries> all = new HashMap<>();

  /** In the order of their last pane. */
  private final Map<String, WatchedSeries> awake = new LinkedHashMap<>(16, 0.75f, true);

  private ProcessorContext<String, MessageLite> context;
  private WindowStores stores;

  WindowProcessor(SeriesPolicy policy, AnalyzerMetrics metrics) {
    this.metrics = metrics;
    this.waitPanes = policy.shardWaitPanes();
  }

  @Override
  public void init(ProcessorContext<String, MessageLite> processorContext) {
    context = processorContext;
    stores = new WindowStores(context);
    stores.forEach((encoded, window) -> watched(encoded).show(window.getEstimatesList()));
  }

  @Override
  public void process(Record<String, SeriesEvent> record) {
    SeriesEvent event = record.value();
    switch (event.getEventCase()) {
      case CLOSED -> closed(record, event.getClosed());
      case OPEN -> provisional(record, event.getOpen());
      case NOTE -> note(record, event.getNote());
      case EVENT_NOT_SET ->
          throw new IllegalStateException("empty event of series " + record.key());
    }
  }

  private void closed(Record<String, SeriesEvent> record, PanePart part) {
    WatchedSeries watched = watched(record.key());
    ShardUpdate update = watched.shards.accept(part);
    if (update.late()) {
      metrics.lateParts().increment();
    }
    release(record, watched, update);
  }

  private void release(
      Record<String, SeriesEvent> record, WatchedSeries watched, ShardUpdate update) {
    stores.save(record.key(), watched.shards, update);
    update.panes().forEach(pane -> slide(record, watched, pane));
  }

  private void slide(Record<String, SeriesEvent> record, WatchedSeries watched, PanePart pane) {
    long now = context.currentSystemTimeMs();
    SeriesWindow window = wake(record.key(), watched);
    WindowUpdate update = window.accept(pane, now);
    if (update.estimates().isEmpty()) {
      return;
    }
    List<TailAlert> alerts = watched.alerts.accept(pane, update.estimates(), now);
    stores.save(record.key(), window, update);
    stores.save(record.key(), watched.alerts);
    watched.show(window.estimates());
    update.estimates().forEach(estimate -> forward(record, estimate));
    forward(record, watched, alerts);
    watched
        .alerts
        .drainScores()
        .forEach(score -> forward(record, note(watched.key).setScore(score).build()));
    Duration age = Duration.ofMillis(now - pane.getTakenAtMillis());
    if (pane.getTakenAtMillis() > 0 && age.abs().compareTo(CLOCK_LIMIT) < 0) {
      metrics.eventToEstimate().record(age.isNegative() ? Duration.ZERO : age);
    }
    if (pane.getEndOfSeries()) {
      sleep(record.key());
    }
  }

  private void provisional(Record<String, SeriesEvent> record, PanePart open) {
    WatchedSeries watched = watched(record.key());
    for (TailEstimate estimate :
        wake(record.key(), watched).provisional(open, context.currentSystemTimeMs())) {
      forward(record, estimate);
    }
  }

  private void note(Record<String, SeriesEvent> record, SeriesNote note) {
    WatchedSeries watched = watched(record.key());
    long now = context.currentSystemTimeMs();
    switch (note.getKind()) {
      case SERIES_NOTE_KIND_STALLED -> forward(record, watched, watched.alerts.stalled(note, now));
      case SERIES_NOTE_KIND_RESUMED -> forward(record, watched, watched.alerts.resumed(note, now));
      case SERIES_NOTE_KIND_ENDED -> {
        release(record, watched, watched.shards.end(note.getShard(), note.getAttempt()));
        sleep(record.key());
      }
      case SERIES_NOTE_KIND_EXPIRED -> {
        if (watched.shards.expire(note.getShard())) {
          forget(record, watched, note, now);
          return;
        }
        stores.save(record.key(), watched.shards, ShardUpdate.NOTHING);
      }
      default -> throw new IllegalStateException("note of series " + record.key() + ": " + note);
    }
    stores.save(record.key(), watched.alerts);
  }

  private void forget(
      Record<String, SeriesEvent> record, WatchedSeries watched, SeriesNote note, long now) {
    forward(record, watched, watched.alerts.forgotten(note, now));
    forward(record, note(watched.key).setForgotten(true).build());
    stores.delete(record.key());
    awake.remove(record.key());
    all.remove(record.key()).close();
  }

  private void forward(
      Record<String, SeriesEvent> record, WatchedSeries watched, List<TailAlert> alerts) {
    watched.count(alerts);
    alerts.forEach(alert -> forward(record, note(watched.key).setAlert(alert).build()));
  }

  private void forward(Record<String, SeriesEvent> record, MessageLite value) {
    context.forward(new Record<>(record.key(), value, record.timestamp()));
  }

  private static AlertNote.Builder note(SeriesKey key) {
    return AlertNote.newBuilder().setRun(key.run()).setSeries(key.series());
  }

  private WatchedSeries watched(String encoded) {
    return all.computeIfAbsent(
        encoded,
        unknown -> {
          SeriesKey key = SeriesKey.parse(encoded);
          return new WatchedSeries(
              key, stores.alerts(encoded, key), stores.shards(encoded, waitPanes), metrics);
        });
  }

  private SeriesWindow wake(String encoded, WatchedSeries watched) {
    if (watched.awake.isEmpty()) {
      watched.awake = Optional.of(stores.window(encoded, watched.key, theory));
    }
    awake.put(encoded, watched);
    if (awake.size() > HeapShare.WINDOWS) {
      sleep(awake.keySet().iterator().next());
    }
    return watched.awake.get();
  }

  /** Whatever it holds is in the stores. */
  private void sleep(String encoded) {
    WatchedSeries watched = awake.remove(encoded);
    if (watched != null) {
      watched.awake = Optional.empty();
    }
  }

  @Override
  public void close() {
    all.values().forEach(WatchedSeries::close);
    all.clear();
    awake.clear();
  }
}
