// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One of two analyzers dies, one of three brokers dies, then one of each at once, while events
 * flow. Estimates go on within the time-outs, and afterwards they are the same bits as those of an
 * analyzer that nothing has disturbed. Small here; {@code -Dtailwatch.tests=full} takes the
 * time-outs that the analyzer comes with, twice as many deaths, and does it without and with
 * standby replicas.
 */
@ExtendWith(PrintTime.class)
@Timeout(3600)
class FailoverTest {
  private static final TimeOuts TIME_OUTS = TestSize.FULL ? TimeOuts.DEFAULTS : TimeOuts.SHORT;
  private static final int SERIES = TestSize.of(8, 12);
  private static final int ROUNDS = TestSize.of(1, 2);
  private static final long SEED = 20_240_612L;

  @TempDir private Path dir;

  static IntStream standbys() {
    return TestSize.FULL ? IntStream.of(0, 1) : IntStream.of(1);
  }

  @ParameterizedTest
  @MethodSource("standbys")
  void estimatesGoOnAndNothingIsLost(int standbys) throws Exception {
    try (var run = new FailoverRun(dir, TIME_OUTS, standbys)) {
      String servers = run.cluster().bootstrapServers();
      System.out.printf("failover, %d standby replicas; %s%n", standbys, TIME_OUTS);
      Set<Letters.Place> refused;
      try (var feeder = new Feeder(servers, FailoverRun.TOPICS.iterates(), SERIES, SEED, 40);
          var estimates = new Arrivals(servers, FailoverRun.TOPICS.estimates())) {
        run.awaitBoth();
        while (estimates.series() < SERIES) {
          run.assertHealthy();
          Thread.sleep(100);
        }
        for (int round = 0; round < ROUNDS; round++) {
          say("an analyzer was killed", run.loseAnalyzer(round % 2, estimates));
          say("a broker died", run.loseBroker(estimates));
          if (TestSize.FULL) {
            say("an analyzer and a broker died", run.loseBoth((round + 1) % 2, estimates));
          }
        }
        feeder.finish();
        refused = feeder.refused();
        System.out.printf("%d batches and %d bad records sent%n", feeder.sent(), refused.size());
      }
      run.awaitDrained();
      Results disturbed = Results.read(servers, FailoverRun.APPLICATION, FailoverRun.TOPICS);
      Results undisturbed =
          Reference.results(
              run.cluster().admin(),
              servers,
              FailoverRun.PARTITIONS,
              BrokerCluster.BROKERS,
              dir.resolve("undisturbed"));
      System.out.println(disturbed.against(undisturbed));
      run.assertHealthy();
      Letters.read(servers, FailoverRun.TOPICS.deadLetters()).assertAbout(refused);
      disturbed.assertSameAs(undisturbed);
      assertThat(disturbed.readingCount()).isPositive();
    }
  }

  private static void say(String what, Duration after) {
    System.out.printf(
        "%s: the last series went on after %.1f s%n", what, after.toMillis() / 1000.0);
  }
}
