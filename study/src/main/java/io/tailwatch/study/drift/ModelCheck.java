// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import java.util.ArrayList;
import java.util.List;

/** Whether blocks simulated without samples are like those of samples. */
final class ModelCheck {
  private ModelCheck() {}

  static Table model(boolean full, Replications replications) {
    int series = full ? 12 : 2;
    int length = full ? 100 : 8;
    List<Process> processes =
        full
            ? List.of(
                Processes.studentT(3),
                Processes.autoregression(0.9, 3),
                Processes.kesten(2.5, 1),
                Processes.kesten(2.5, 0.4),
                Processes.sgdProjection("P1", 2.976))
            : List.of(Processes.studentT(3), Processes.kesten(2.5, 1));
    List<List<String>> rows = new ArrayList<>();
    for (Process process : processes) {
      rows.add(
          row(
              process.name() + ", sampled",
              SampledRuns.steady(process, Subjects.DETECTORS, series, length, 76, replications)));
    }
    for (BlockModel model :
        List.of(
            Subjects.windows(1), Subjects.windows(Subjects.CLUSTERED), Subjects.shortErrors())) {
      rows.add(
          row(
              model.name() + ", model",
              SampledRuns.steady(
                  model, Subjects.K, Subjects.DETECTORS, 10 * series, length, 77, replications)));
    }
    return new Table(
        "model",
        List.of(
            "blocks",
            "judged",
            "missing",
            "mean k",
            "dependence",
            "spread / stated error",
            "correlation",
            "beyond 3",
            "largest z",
            "without own error",
            "alarms"),
        rows);
  }

  private static List<String> row(String name, SampledRuns.Steady steady) {
    return List.of(
        name,
        Subjects.format("%,d", steady.blocks()),
        Subjects.format("%d", steady.missing()),
        Subjects.format("%,.0f", steady.exceedances()),
        Subjects.format("%.2f", steady.dependence()),
        Subjects.format("%.3f", steady.spreadRatio()),
        Subjects.format("%.3f", steady.correlation()),
        Subjects.format("%.2f %%", 100 * steady.beyond()),
        Subjects.format("%.2f", steady.largest()),
        Subjects.format("%.2f", steady.largestPlain()),
        Subjects.format("%d, %d", steady.alarms()[0], steady.alarms()[1]));
  }
}
