// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.training;

import io.tailwatch.app.bench.report.Spread;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublishStats;
import io.tailwatch.producer.training.RidgeSgd;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * A bare loop of SGD steps against the same loop that publishes each of them, in turn, on this
 * thread. The publisher has its default settings: it drops what it cannot send in time.
 */
final class TrainingBench {
  private static final Duration FLUSH = Duration.ofSeconds(10);
  private static final long LONG_NANOS = 1_000_000;

  private final Supplier<RidgeSgd> trainings;
  private final int rounds;
  private final long steps;
  private final Consumer<String> progress;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** One loop: wall and CPU time of it all. */
  private record Loop(long wallNanos, long cpuNanos) {}

  /**
   * Prepares the measurement.
   *
   * @param trainings gives a training at its start, the same each time
   * @param steps of a loop
   */
  TrainingBench(Supplier<RidgeSgd> trainings, int rounds, long steps, Consumer<String> progress) {
    this.trainings = trainings;
    this.rounds = rounds;
    this.steps = steps;
    this.progress = progress;
  }

  TrainingCost run(String setting, String bootstrapServers) {
    progress.accept(setting + ": warming up");
    bare();
    published(bootstrapServers, "warm-up");
    List<Loop> without = new ArrayList<>();
    List<Loop> with = new ArrayList<>();
    long published = 0;
    long dropped = 0;
    for (int round = 0; round < rounds; round++) {
      progress.accept(setting + ": round " + (round + 1) + " of " + rounds);
      boolean bareFirst = round % 2 == 0;
      if (bareFirst) {
        without.add(bare());
      }
      Published loop = published(bootstrapServers, "round-" + round);
      with.add(loop.loop());
      published += loop.stats().publishedSteps();
      dropped += loop.stats().droppedSteps();
      if (!bareFirst) {
        without.add(bare());
      }
    }
    progress.accept(setting + ": the longest calls");
    Longest longest = longest(bootstrapServers);
    return new TrainingCost(
        setting,
        Spread.of(without.stream().mapToDouble(loop -> (double) loop.wallNanos() / steps)),
        ratios(without, with, true),
        ratios(without, with, false),
        longest.publishing(),
        longest.training(),
        (double) dropped / Math.max(1, published + dropped));
  }

  private Spread ratios(List<Loop> without, List<Loop> with, boolean wall) {
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] =
          wall
              ? (double) without.get(i).wallNanos() / with.get(i).wallNanos()
              : (double) without.get(i).cpuNanos() / with.get(i).cpuNanos();
    }
    return Spread.of(DoubleStream.of(ratios));
  }

  private Loop bare() {
    RidgeSgd sgd = trainings.get();
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    for (long step = 0; step < steps; step++) {
      sgd.step();
    }
    return new Loop(System.nanoTime() - wall, threads.getCurrentThreadCpuTime() - cpu);
  }

  private record Published(Loop loop, PublishStats stats) {}

  private Published published(String bootstrapServers, String run) {
    RidgeSgd sgd = trainings.get();
    IteratePublisher publisher = IteratePublisher.builder(bootstrapServers).run(run).open();
    try (publisher) {
      publisher.describe(sgd.descriptor(sgd.learningRate()));
      long wall = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      for (long step = 0; step < steps; step++) {
        sgd.step();
        publisher.publish(step, sgd.parameters(), sgd.learningRate());
      }
      var loop = new Loop(System.nanoTime() - wall, threads.getCurrentThreadCpuTime() - cpu);
      publisher.close(FLUSH);
      return new Published(loop, publisher.stats());
    }
  }

  /** How many calls took more than 1 ms, in a million. */
  private record Longest(double publishing, double training) {}

  /**
   * Of both calls of one loop: the machine takes the thread away from either, in proportion to the
   * time it spends there.
   */
  private Longest longest(String bootstrapServers) {
    RidgeSgd sgd = trainings.get();
    long publishing = 0;
    long training = 0;
    try (var publisher = IteratePublisher.builder(bootstrapServers).run("long-calls").open()) {
      long before = System.nanoTime();
      for (long step = 0; step < steps; step++) {
        sgd.step();
        long between = System.nanoTime();
        publisher.publish(step, sgd.parameters(), sgd.learningRate());
        long after = System.nanoTime();
        training += between - before > LONG_NANOS ? 1 : 0;
        publishing += after - between > LONG_NANOS ? 1 : 0;
        before = after;
      }
    }
    return new Longest(publishing * 1e6 / steps, training * 1e6 / steps);
  }
}
