// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.drift.DriftDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How soon the detectors are right, and when a new level counts as stable. */
final class Delays {
  private Delays() {}

  static Table delay(boolean full, Replications replications) {
    int series = full ? 4_000 : 400;
    int longest = 200;
    double[][] changes = {{5, 3}, {3, 2}, {3, 5}, {3, 2.5}};
    List<BlockModel> models =
        List.of(
            Subjects.windows(1),
            Subjects.windows(Subjects.CLUSTERED),
            Subjects.quarters(0),
            BlockModel.panes("k 100, dependence 1", 100, 1, 32, 0));
    List<List<String>> rows = new ArrayList<>();
    for (BlockModel model : models) {
      for (double[] change : changes) {
        for (DriftDetector detector : Subjects.DETECTORS) {
          int[] delays =
              Runs.delays(model, detector, change[0], change[1], longest, series, 74, replications);
          List<String> row = new ArrayList<>();
          row.add(model.name());
          row.add(plain(change[0]) + " to " + plain(change[1]));
          row.add(detector.name());
          for (double share : new double[] {0.5, 0.95, 0.99}) {
            int delay = delays[(int) Math.ceil(share * delays.length) - 1];
            row.add(
                delay == longest
                    ? "not found"
                    : Subjects.format("%.3g", (double) delay / model.perWindow()));
          }
          rows.add(row);
        }
      }
    }
    return new Table(
        "delay", List.of("blocks", "index", "detector", "median", "95 %", "99 %"), rows);
  }

  static Table delayOfSamples(boolean full, Replications replications) {
    int baselines = full ? 40 : 4;
    int changes = full ? 5 : 3;
    int longest = 6;
    record Case(Process before, Process after) {}
    List<Case> cases =
        List.of(
            new Case(Processes.pareto(5), Processes.pareto(3)),
            new Case(Processes.studentT(5), Processes.studentT(3)),
            new Case(Processes.studentT(3), Processes.studentT(2)),
            new Case(Processes.studentT(3), Processes.studentT(5)),
            new Case(Processes.autoregression(0.9, 5), Processes.autoregression(0.9, 3)),
            new Case(Processes.autoregression(0.9, 3), Processes.autoregression(0.9, 2)),
            new Case(Processes.autoregression(0.9, 3), Processes.autoregression(0.9, 5)));
    List<List<String>> rows = new ArrayList<>();
    for (Case each : full ? cases : cases.subList(0, 1)) {
      SampledRuns.Change change =
          SampledRuns.change(
              each.before(),
              each.after(),
              Subjects.DETECTORS,
              longest,
              baselines,
              changes,
              75,
              replications);
      for (int i = 0; i < Subjects.DETECTORS.size(); i++) {
        double[] windows = change.windows()[i];
        long missed = Arrays.stream(windows).filter(delay -> delay > longest).count();
        rows.add(
            List.of(
                each.before().name() + " to " + each.after().name(),
                Subjects.format("%.2f to %.2f", change.readingBefore(), change.readingAfter()),
                Subjects.DETECTORS.get(i).name(),
                Subjects.format("%.2f", windows[(windows.length + 1) / 2 - 1]),
                Subjects.format("%.2f", windows[(int) Math.ceil(0.95 * windows.length) - 1]),
                Subjects.format("%d of %d", missed, windows.length)));
      }
    }
    return new Table(
        "delay-samples",
        List.of("process", "reading", "detector", "median", "95 %", "not within 6"),
        rows);
  }

  static Table settling(boolean full, Replications replications) {
    int series = full ? 20_000 : 500;
    List<List<String>> rows = new ArrayList<>();
    for (BlockModel model :
        List.of(
            Subjects.windows(1), Subjects.windows(Subjects.CLUSTERED), Subjects.correlated(0.2))) {
      double share = Runs.settledAtOnce(model, Subjects.DETECTORS.get(0), series, 79, replications);
      rows.add(
          List.of(
              model.name(),
              Subjects.format("%,d", series),
              Subjects.format("%.2f %%", 100 * (1 - share))));
    }
    return new Table("settling", List.of("blocks", "series", "made to wait"), rows);
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? Subjects.format("%.0f", number)
        : Subjects.format("%.1f", number);
  }
}
