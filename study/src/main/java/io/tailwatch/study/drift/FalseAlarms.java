// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.Cusum;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.DriftOptions;
import io.tailwatch.tails.drift.PageHinkley;
import java.util.ArrayList;
import java.util.List;

/** How rarely the detectors are wrong. */
final class FalseAlarms {
  /** Allowance 0.5 and threshold 5, as in textbooks, against the spread of the baseline alone. */
  private static final DriftDetector PLAIN =
      new Cusum(new DriftOptions(Runs.BASELINE, 0, 0.5, 5, 1e9, 0));

  private FalseAlarms() {}

  static Table runLength(boolean full, Replications replications) {
    int series = full ? 500 : 10;
    int length = full ? 10_000 : 1_000;
    record Case(BlockModel model, int series) {}
    List<Case> cases =
        List.of(
            new Case(
                BlockModel.blocks(
                    "k 1,000, dependence 6, whole blocks", Subjects.K, Subjects.CLUSTERED, 0),
                10),
            new Case(Subjects.windows(1), 1),
            new Case(Subjects.windows(Subjects.CLUSTERED), 2),
            new Case(BlockModel.panes("k 100, dependence 1", 100, 1, 32, 0), 1),
            new Case(Subjects.quarters(0), 1),
            new Case(Subjects.shortErrors(), 3),
            new Case(Subjects.quarters(0.15), 4),
            new Case(Subjects.correlated(0.1), 2),
            new Case(Subjects.correlated(0.2), 4),
            new Case(Subjects.correlated(0.3), 4));
    List<List<String>> rows = new ArrayList<>();
    for (Case each : cases) {
      int count = series * each.series();
      List<Runs.Silence> found =
          Runs.silence(
              each.model(), Subjects.learning(Subjects.DETECTORS), count, length, 71, replications);
      for (int i = 0; i < found.size(); i++) {
        Runs.Silence silence = found.get(i);
        rows.add(
            List.of(
                each.model().name(),
                Subjects.DETECTORS.get(i).name(),
                Subjects.format("%,d", count),
                Subjects.format("%,d", silence.blocks()),
                Subjects.format("%d", silence.alarms()),
                silence.alarms() == 0 ? "0" : Subjects.format("%.1e", silence.rate()),
                Subjects.format("%.1e", silence.rateLimit())));
      }
    }
    return new Table(
        "run-length",
        List.of(
            "blocks", "detector", "series", "judged", "false alarms", "per block", "95 % limit"),
        rows);
  }

  static Table thresholds(boolean full, Replications replications) {
    int series = full ? 1_000 : 10;
    int length = full ? 10_000 : 1_000;
    BlockModel model = BlockModel.blocks("", Subjects.K, Subjects.CLUSTERED, 0);
    Baseline known = BlockModel.known(Runs.INDEX, Subjects.K, Subjects.CLUSTERED);
    double[] thresholds = {1.5, 2, 3, 4, 5.5};
    List<Runs.Entrant> entrants = new ArrayList<>();
    List<List<String>> labels = new ArrayList<>();
    for (double threshold : thresholds) {
      DriftDetector cusum = new Cusum(DriftOptions.cusum().withThreshold(threshold));
      DriftOptions banded = cusum.options();
      DriftDetector bare =
          new Cusum(
              new DriftOptions(
                  banded.baselineBlocks(),
                  0,
                  banded.allowance(),
                  threshold,
                  banded.largestGain(),
                  banded.leastError()));
      DriftDetector moving = new PageHinkley(DriftOptions.pageHinkley().withThreshold(threshold));
      String h = Subjects.format("%.1f", threshold);
      labels.add(List.of("CUSUM", h, "known"));
      entrants.add(new Runs.Entrant(cusum, known, true));
      labels.add(List.of("CUSUM without the band", h, "32 blocks"));
      entrants.add(Runs.Entrant.learning(bare));
      labels.add(List.of("CUSUM", h, "32 blocks"));
      entrants.add(Runs.Entrant.learning(cusum));
      labels.add(List.of("Page-Hinkley", h, "known"));
      entrants.add(new Runs.Entrant(moving, known, true));
      labels.add(List.of("Page-Hinkley", h, "32 blocks"));
      entrants.add(Runs.Entrant.learning(moving));
    }
    List<Runs.Silence> found = Runs.silence(model, entrants, series, length, 72, replications);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      List<String> row = new ArrayList<>(labels.get(i));
      row.addAll(numbers(found.get(i)));
      rows.add(row);
    }
    return new Table(
        "thresholds",
        List.of(
            "detector",
            "threshold",
            "baseline",
            "series with an alarm",
            "within 100 blocks",
            "mean run length"),
        rows);
  }

  static Table plain(boolean full, Replications replications) {
    int series = full ? 2_000 : 100;
    int length = full ? 10_000 : 2_000;
    BlockModel disjoint = Subjects.windows(1);
    BlockModel overlapping = BlockModel.overlapping("", Subjects.K, 1, 32);
    Baseline known = BlockModel.known(Runs.INDEX, Subjects.K, 1);
    Runs.Entrant learning = new Runs.Entrant(PLAIN, Baseline.EMPTY, false);
    List<List<String>> rows = new ArrayList<>();
    Baseline spreadOnly = new Baseline(known.blocks(), known.mean(), known.squares(), 0);
    rows.add(
        row(
            "plain CUSUM, h = 5, baseline known, disjoint blocks",
            disjoint,
            new Runs.Entrant(PLAIN, spreadOnly, false),
            series,
            length,
            replications));
    rows.add(
        row(
            "plain CUSUM, h = 5, baseline of 32, disjoint blocks",
            disjoint,
            learning,
            series,
            length,
            replications));
    rows.add(
        row(
            "plain CUSUM, h = 5, baseline of 32, overlapping windows",
            overlapping,
            learning,
            series,
            length,
            replications));
    for (DriftDetector detector : Subjects.DETECTORS) {
      rows.add(
          row(
              detector.name() + ", defaults, overlapping windows",
              overlapping,
              Runs.Entrant.learning(detector),
              series,
              length,
              replications));
    }
    return new Table(
        "plain",
        List.of("detector", "series with an alarm", "within 100 blocks", "mean run length"),
        rows);
  }

  static Table score(boolean full, Replications replications) {
    int series = full ? 400 : 10;
    int length = 2_000;
    double[] scores = {0.5, 1, 2, 3, 4, 5};
    List<BlockModel> models =
        List.of(
            Subjects.windows(Subjects.CLUSTERED), Subjects.shortErrors(), Subjects.correlated(0.2));
    List<List<String>> rows = new ArrayList<>();
    List<String> bound = new ArrayList<>(List.of("bound", ""));
    for (double score : scores) {
      bound.add(Subjects.format("%.1e", 0.2 * Math.exp(-2 * score)));
    }
    for (BlockModel model : models) {
      for (DriftDetector detector : Subjects.DETECTORS) {
        List<String> row = new ArrayList<>(List.of(model.name(), detector.name()));
        for (double share :
            Runs.scoreShares(model, detector, scores, series, length, 78, replications)) {
          row.add(share == 0 ? "0" : Subjects.format("%.1e", share));
        }
        rows.add(row);
      }
    }
    rows.add(bound);
    List<String> columns = new ArrayList<>(List.of("blocks", "detector"));
    for (double score : scores) {
      columns.add(Subjects.format("S >= %.1f", score));
    }
    return new Table("score", columns, rows);
  }

  private static List<String> row(
      String name,
      BlockModel model,
      Runs.Entrant entrant,
      int series,
      int length,
      Replications replications) {
    List<String> row = new ArrayList<>(List.of(name));
    row.addAll(
        numbers(Runs.silence(model, List.of(entrant), series, length, 73, replications).get(0)));
    return row;
  }

  private static List<String> numbers(Runs.Silence silence) {
    return List.of(
        Subjects.format("%.2f %%", 100.0 * silence.alarms() / silence.series()),
        Subjects.format("%.2f %%", 100.0 * silence.early() / silence.series()),
        silence.alarms() == 0
            ? Subjects.format("> %,d", silence.blocks() / 3)
            : Subjects.format("%,.0f", silence.runLength()));
  }
}
