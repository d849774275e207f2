// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second instance joins under load, then the newer or the older one leaves, in turn: work moves
 * there and back, and all of it to the newcomer. Each time every series is shown by one instance
 * and only one; afterwards all results are the same bits as those of an analyzer that worked alone.
 * Small here; {@code -Dtailwatch.tests=full} does it ten times.
 */
@ExtendWith(PrintTime.class)
@Timeout(3600)
class RebalanceTest {
  private static final int TIMES = TestSize.of(2, 10);
  private static final int SERIES = TestSize.of(8, 24);
  private static final long SEED = 20_240_613L;

  @TempDir private Path dir;

  @Test
  void joiningAndLeavingChangesNoBit() throws Exception {
    try (var run = new RebalanceRun(dir)) {
      try (var feeder =
          new Feeder(
              run.bootstrapServers(),
              RebalanceRun.TOPICS.iterates(),
              SERIES,
              SEED,
              TestSize.of(80, 10))) {
        run.join(SERIES);
        for (int i = 0; i < TIMES; i++) {
          long before = System.nanoTime();
          run.join(SERIES);
          long joined = System.nanoTime();
          run.leave(i % 2 == 1, SERIES);
          System.out.printf(
              "rebalance %d: shared by two after %.1f s; the %s one left, its work goes on after"
                  + " %.1f s%n",
              i + 1,
              (joined - before) / 1e9,
              i % 2 == 1 ? "older" : "newer",
              (System.nanoTime() - joined) / 1e9);
        }
        feeder.finish();
        run.awaitDrained();
        Results disturbed =
            Results.read(run.bootstrapServers(), RebalanceRun.APPLICATION, RebalanceRun.TOPICS);
        Results alone =
            Reference.results(
                run.admin(),
                run.bootstrapServers(),
                RebalanceRun.PARTITIONS,
                1,
                dir.resolve("undisturbed"));
        System.out.printf(
            "rebalance, %d times: %d batches sent; %s%n",
            TIMES, feeder.sent(), disturbed.against(alone));
        disturbed.assertSameAs(alone);
        assertThat(disturbed.readingCount()).isPositive();
        Letters.read(run.bootstrapServers(), RebalanceRun.TOPICS.deadLetters())
            .assertAbout(feeder.refused());
      }
    }
  }
}
