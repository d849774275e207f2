// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.report.Goal;
import io.tailwatch.app.bench.report.Spread;
import java.util.Optional;

/**
 * One side against the other, within each round.
 *
 * @param row of the list of goals
 * @param what is compared with what
 * @param threads of both sides; of the one above where they differ
 * @param cpu ratio of the CPU time of a record: of speeds where the goal is a least one, of costs
 *     where it is a most one
 * @param throughput ratio of the records a second; empty where the sides have different means
 * @param goal empty where it is only reported
 */
record Ratio(
    int row,
    String what,
    int threads,
    Spread cpu,
    Optional<Spread> throughput,
    Optional<Goal> goal) {

  /** What each of them says about the goal; empty without one. */
  String judgement() {
    return goal.map(
            wanted -> {
              String byCpu = wanted.judge(cpu.median());
              return throughput
                  .map(spread -> wanted.judge(spread.median()))
                  .filter(byRate -> !byRate.equals(byCpu))
                  .map(byRate -> "CPU " + byCpu + ", MB/s " + byRate)
                  .orElse(byCpu);
            })
        .orElse("");
  }
}
