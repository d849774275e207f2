// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import io.tailwatch.analyzer.metrics.ArrivalMeters;
import io.tailwatch.analyzer.observe.LiveSeries;
import io.tailwatch.analyzer.state.v1.LivePaneState;
import io.tailwatch.analyzer.state.v1.SeriesEvent;
import io.tailwatch.analyzer.state.v1.SeriesNote;
import io.tailwatch.analyzer.state.v1.SeriesNoteKind;
import io.tailwatch.events.SeriesKey;
import java.util.Optional;

/**
 * A series of a task of stage 1, awake or asleep: what is known without its sketches. By the stream
 * thread only.
 */
final class KnownSeries {
  /** Weight of the newest pause in the usual one. */
  private static final double NEWEST = 0.2;

  final SeriesKey key;

  /** Where its panes go. */
  final String target;

  final Optional<ArrivalMeters> meters;

  /** Empty while it is asleep; its state is then in the stores. */
  Optional<LiveSeries> awake = Optional.empty();

  boolean ended;
  boolean stalled;

  /** The pause has been told of. */
  boolean provisional;

  private int attempt;
  private int shardCount = 1;
  private long newestStep = -1;
  private long seenAtMillis;
  private double usualPauseMillis;

  KnownSeries(SeriesKey key, Optional<ArrivalMeters> meters, long seenAtMillis) {
    this.key = key;
    this.target = key.withoutShard().encode();
    this.meters = meters;
    this.seenAtMillis = seenAtMillis;
  }

  /** As it was saved, asleep. */
  static KnownSeries restore(
      SeriesKey key, Optional<ArrivalMeters> meters, LivePaneState live, long seenAtMillis) {
    var known = new KnownSeries(key, meters, seenAtMillis);
    known.ended = live.getEnded();
    known.stalled = live.getStalled();
    known.newestStep = live.getNewestStep();
    double rate = live.getLearningRate() > 0 ? live.getLearningRate() : Double.NaN;
    meters.ifPresent(m -> m.progress(known.newestStep, rate));
    return known;
  }

  /** A batch was taken. */
  void took(LiveSeries series, int shards, long nowMillis) {
    awake = Optional.of(series);
    ended = series.ended();
    attempt = series.attempt();
    shardCount = shards;
    newestStep = series.newestStep();
    stalled = false;
    provisional = false;
    usualPauseMillis += NEWEST * (nowMillis - seenAtMillis - usualPauseMillis);
    seenAtMillis = nowMillis;
    meters.ifPresent(
        m -> {
          m.progress(newestStep, series.learningRate());
          series.tally().drain(m::count);
          m.late(series.tally().drainLate());
        });
  }

  long idleMillis(long nowMillis) {
    return Math.max(0, nowMillis - seenAtMillis);
  }

  double usualPauseMillis() {
    return usualPauseMillis;
  }

  /** What is saved of a series that is awake. */
  LivePaneState state(LiveSeries series) {
    return series.live().toBuilder().setSeenAtMillis(seenAtMillis).setStalled(stalled).build();
  }

  SeriesEvent note(SeriesNoteKind kind, long nowMillis) {
    return SeriesEvent.newBuilder()
        .setNote(
            SeriesNote.newBuilder()
                .setKind(kind)
                .setAttempt(attempt)
                .setShard(key.shard().orElse(0))
                .setShardCount(shardCount)
                .setLastStep(newestStep)
                .setIdleMillis(idleMillis(nowMillis)))
        .build();
  }
}
