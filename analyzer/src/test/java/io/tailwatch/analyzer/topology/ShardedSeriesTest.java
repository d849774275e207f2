// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.analyzer.SeriesPolicy;
import io.tailwatch.analyzer.fixtures.Batches;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.ShardKind;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of one series through the topology: what they give together. */
class ShardedSeriesTest {
  private static final int SHARDS = 3;
  private static final int STEPS = 6000;
  private static final int PANE = 500;
  private static final SeriesDescriptor IDENTITY =
      Batches.descriptor(PANE, 10, Observable.OBSERVABLE_IDENTITY).build();

  @TempDir Path stateDir;

  @Test
  void theReadingIsThatOfAllShardsTogether() {
    try (var harness = new Harness(stateDir)) {
      interleaved(1).forEach(harness::send);
      List<TailEstimate> estimates = harness.estimates();
      assertThat(estimates)
          .extracting(TailEstimate::getPane)
          .containsExactlyElementsOf(
              IntStream.range(0, STEPS / PANE).mapToObj(Long::valueOf).toList());
      TailEstimate last = estimates.get(estimates.size() - 1);
      double[] samples =
          IntStream.range(0, SHARDS)
              .mapToObj(ShardedSeriesTest::rows)
              .flatMap(rows -> Arrays.stream(rows, STEPS - 10 * PANE, STEPS))
              .flatMapToDouble(Arrays::stream)
              .toArray();
      var exact = ExactHill.of(samples, TailSide.BOTH).atThreshold(last.getThreshold());
      assertThat(last.getSamples()).isEqualTo(samples.length);
      assertThat(last.getExceedances()).isEqualTo(exact.exceedances());
      // The sketch is within 1e-4 at its own edge.
      assertThat(last.getReading().getValue())
          .isCloseTo(exact.reading(), within(1e-4 * exact.reading()));
      harness.assertNothingLeftOver();
    }
  }

  @Test
  void theOrderInWhichShardsComeChangesNoBit() {
    List<List<TailEstimate>> results = new ArrayList<>();
    for (long seed : new long[] {1, 2, 3}) {
      try (var harness = new Harness(stateDir.resolve("order" + seed))) {
        interleaved(seed).forEach(harness::send);
        results.add(harness.estimates());
      }
    }
    assertThat(results.get(0)).hasSize(STEPS / PANE);
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void partsThatWaitAreGoneWhenTheLastShardHasCome() {
    try (var harness = new Harness(stateDir)) {
      for (int shard = 0; shard < SHARDS; shard++) {
        assertThat(harness.estimates()).isEmpty();
        batches(shard).forEach(harness::send);
        assertThat(harness.entries(Stores.SHARD_PARTS))
            .isEqualTo(shard == SHARDS - 1 ? 0 : (shard + 1L) * STEPS / PANE);
      }
      assertThat(harness.estimates()).hasSize(STEPS / PANE);
    }
  }

  @Test
  void aShardThatIsLostLeavesPanesWithoutAnIndexButDoesNotHoldThemBack() {
    var policy = SeriesPolicy.DEFAULTS.withShardWaitPanes(2);
    try (var harness = new Harness(stateDir, policy)) {
      List<IterateBatch> other = batches(1);
      for (IterateBatch batch : batches(0)) {
        harness.send(batch);
        harness.send(other.get((int) (batch.getFirstStep() / 100)));
      }
      List<TailEstimate> estimates = harness.estimates();
      // Two panes wait for shard 2 before they go on without it; then none does.
      assertThat(estimates).hasSize(STEPS / PANE);
      assertThat(estimates)
          .allSatisfy(
              estimate -> {
                assertThat(estimate.hasReading()).isFalse();
                // The first pane is burn-in.
                if (estimate.getPane() >= 1) {
                  assertThat(estimate.getReason()).isEqualTo("partial-shards");
                  assertThat(estimate.getSentence()).contains("1 of 3 shards", "shard 2");
                }
              });
      // What it had to say comes too late, is counted and changes nothing.
      batches(2).forEach(harness::send);
      assertThat(harness.estimates()).isEmpty();
      assertThat(harness.registry.scrape())
          .contains("tailwatch_late_parts_total " + (double) (STEPS / PANE));
    }
  }

  @Test
  void aShardThatEndsEarlyIsNotWaitedFor() {
    try (var harness = new Harness(stateDir)) {
      batches(0).forEach(harness::send);
      batches(1).forEach(harness::send);
      List<IterateBatch> early = batches(2).subList(0, 10);
      early.forEach(harness::send);
      assertThat(harness.estimates()).hasSize(2);
      harness.send(
          shard(Batches.batch("w", 1000, new double[0][]).setEndOfSeries(true), 2).build());
      List<TailEstimate> rest = harness.estimates();
      assertThat(rest).hasSize(STEPS / PANE - 2);
      assertThat(rest.get(rest.size() - 1).getReason()).isEqualTo("partial-shards");
    }
  }

  @Test
  void slicesOfOneVectorAddUpToIt() {
    double[][] whole = Batches.studentT(9, STEPS, 6);
    List<TailEstimate> sliced;
    try (var harness = new Harness(stateDir.resolve("sliced"))) {
      for (int slice = 0; slice < 2; slice++) {
        int from = 3 * slice;
        double[][] part =
            Arrays.stream(whole)
                .map(row -> Arrays.copyOfRange(row, from, from + 3))
                .toArray(double[][]::new);
        for (IterateBatch batch : Batches.split("w", 0, part, 100, IDENTITY)) {
          harness.send(
              batch.toBuilder()
                  .setShard(slice)
                  .setShardCount(2)
                  .setShardKind(ShardKind.SHARD_KIND_COORDINATES)
                  .setCoordinateOffset(from)
                  .setFullDimension(6)
                  .build());
        }
      }
      sliced = harness.estimates();
    }
    try (var harness = new Harness(stateDir.resolve("whole"))) {
      harness.send(Batches.split("w", 0, whole, 100, IDENTITY));
      assertThat(sliced).hasSize(STEPS / PANE).isEqualTo(harness.estimates());
    }
  }

  private static double[][] rows(int shard) {
    return Batches.studentT(100 + shard, STEPS, 1);
  }

  private static List<IterateBatch> batches(int shard) {
    return Batches.split("w", 0, rows(shard), 100, IDENTITY).stream()
        .map(batch -> shard(batch.toBuilder(), shard).build())
        .toList();
  }

  private static IterateBatch.Builder shard(IterateBatch.Builder batch, int shard) {
    return batch.setShard(shard).setShardCount(SHARDS).setShardKind(ShardKind.SHARD_KIND_CHAINS);
  }

  /** The batches of all shards, each shard's in order, as chance has it. */
  private static List<IterateBatch> interleaved(long seed) {
    List<Integer> turns = new ArrayList<>();
    List<List<IterateBatch>> all =
        IntStream.range(0, SHARDS).mapToObj(ShardedSeriesTest::batches).toList();
    for (int shard = 0; shard < SHARDS; shard++) {
      turns.addAll(Collections.nCopies(all.get(shard).size(), shard));
    }
    Collections.shuffle(turns, new Random(seed));
    int[] next = new int[SHARDS];
    return turns.stream().map(shard -> all.get(shard).get(next[shard]++)).toList();
  }
}
