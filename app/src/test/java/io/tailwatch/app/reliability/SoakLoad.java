// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.v1.IterateBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs that come and go: so many at a time, of two series each, which live for a while. Nine of ten
 * end as they should; the others are silent from some moment on.
 */
final class SoakLoad {
  private static final int SERIES_OF_RUN = 2;
  private static final int ABANDONED = 10;

  /** A run, and until when it lives. */
  private record Run(List<FedSeries> series, boolean ends, long diesAtNanos) {}

  private final long seed;
  private final int atATime;
  private final Duration life;
  private final Deque<Run> living = new ArrayDeque<>();
  private int runs;

  /**
   * A load.
   *
   * @param atATime runs that live at the same time
   * @param life of a run
   */
  SoakLoad(long seed, int atATime, Duration life) {
    this.seed = seed;
    this.atATime = atATime;
    this.life = life;
  }

  /** Runs that have come so far. */
  int runs() {
    return runs;
  }

  /** Sends while it may; then the runs that live end. */
  void send(PacedSender to, BooleanSupplier more, Runnable watch) throws Exception {
    while (more.getAsBoolean()) {
      replace(to, watch);
      for (Run run : living) {
        for (FedSeries series : run.series()) {
          for (IterateBatch batch : series.next()) {
            to.send(batch, watch);
          }
        }
      }
    }
    while (!living.isEmpty()) {
      end(living.removeFirst(), to, watch);
    }
  }

  private void replace(PacedSender to, Runnable watch) throws Exception {
    long now = System.nanoTime();
    while (!living.isEmpty() && living.getFirst().diesAtNanos() <= now) {
      end(living.removeFirst(), to, watch);
    }
    // One in each round, so that they do not come and go together.
    boolean due =
        living.isEmpty()
            || living.getLast().diesAtNanos() - now < life.toNanos() * (atATime - 1) / atATime;
    if (living.size() < atATime && due) {
      living.addLast(run(now + life.toNanos()));
    }
  }

  private Run run(long diesAtNanos) {
    List<FedSeries> series = new ArrayList<>();
    for (int i = 0; i < SERIES_OF_RUN; i++) {
      series.add(new FedSeries(seed, runs * SERIES_OF_RUN + i));
    }
    runs++;
    return new Run(series, runs % ABANDONED != 0, diesAtNanos);
  }

  private static void end(Run run, PacedSender to, Runnable watch) throws Exception {
    if (run.ends()) {
      for (FedSeries series : run.series()) {
        for (IterateBatch batch : series.end()) {
          to.send(batch, watch);
        }
      }
    }
  }
}
