// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import io.tailwatch.study.Table;
import java.util.ArrayList;
import java.util.List;

/** The time of Algorithm A after warm-up. */
final class BoundsTable {
  private static final String[] DIMENSIONS = {"5", "50", "1000"};
  private static final String[] SPECTRA = {"harmonic", "linear"};

  private BoundsTable() {}

  static Table of(Rounds rounds) {
    List<List<String>> rows = new ArrayList<>();
    for (String dimension : DIMENSIONS) {
      Goal goal = dimension.equals("1000") ? Goal.atMost(100, 100) : Goal.atMost(5, 5);
      for (String spectrum : SPECTRA) {
        double millis =
            RatioTable.median(rounds.of("BoundsBenchmark.bounds " + dimension + " " + spectrum))
                / 1000;
        rows.add(
            List.of(
                "d = " + dimension + ", " + spectrum + " spectrum",
                Goal.number(millis),
                goal.goalText(),
                goal.judge(millis)));
      }
    }
    return new Table("bounds", List.of("", "ms", "goal", ""), rows);
  }
}
