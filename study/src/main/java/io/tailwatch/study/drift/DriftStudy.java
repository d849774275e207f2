// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Study;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.Cusum;
import io.tailwatch.tails.drift.DriftDetector;
import io.tailwatch.tails.drift.DriftOptions;
import io.tailwatch.tails.drift.PageHinkley;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** False alarms and delays of the drift detectors. */
public final class DriftStudy implements Study {
  /** Exceedances of a window. */
  private static final double K = 1000;

  /** Exceedances per independent one in a dependent series. */
  private static final double CLUSTERED = 6;

  private static final List<DriftDetector> DEFAULTS = List.of(new Cusum(), new PageHinkley());

  /** Allowance 0.5 and threshold 5, as in textbooks, against the spread of the baseline alone. */
  private static final DriftDetector PLAIN =
      new Cusum(new DriftOptions(Runs.BASELINE, 0, 0.5, 5, 1e9, 0));

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public String question() {
    return "how rarely are the drift detectors wrong, and how soon are they right?";
  }

  @Override
  public List<Table> run(Effort effort, Replications replications) {
    boolean full = effort == Effort.FULL;
    return List.of(
        runLength(full, replications),
        thresholds(full, replications),
        plain(full, replications),
        delay(full, replications),
        delayOfSamples(full, replications),
        model(full, replications),
        score(full, replications),
        settling(full, replications));
  }

  private static BlockModel windows(double dependence) {
    return BlockModel.panes(format("k 1,000, dependence %.0f", dependence), K, dependence, 32, 0);
  }

  private static BlockModel shortErrors() {
    return BlockModel.panes(
        "k 1,000, dependence 6, neighbouring panes correlated 0.15", K, CLUSTERED, 32, 0.15);
  }

  private static BlockModel quarters(double correlation) {
    return BlockModel.panes(
        "k 250 in 8 panes, dependence 6"
            + (correlation == 0 ? "" : format(", panes correlated %.2f", correlation)),
        K / 4,
        CLUSTERED,
        8,
        correlation);
  }

  private static BlockModel correlated(double correlation) {
    return BlockModel.blocks(
        format("k 1,000, dependence 6, blocks correlated %.1f", correlation),
        K,
        CLUSTERED,
        correlation);
  }

  private static Table runLength(boolean full, Replications replications) {
    int series = full ? 500 : 10;
    int length = full ? 10_000 : 1_000;
    record Case(BlockModel model, int series) {}
    List<Case> cases =
        List.of(
            new Case(BlockModel.blocks("k 1,000, dependence 6, whole blocks", K, CLUSTERED, 0), 10),
            new Case(windows(1), 1),
            new Case(windows(CLUSTERED), 2),
            new Case(BlockModel.panes("k 100, dependence 1", 100, 1, 32, 0), 1),
            new Case(quarters(0), 1),
            new Case(shortErrors(), 3),
            new Case(quarters(0.15), 4),
            new Case(correlated(0.1), 2),
            new Case(correlated(0.2), 4),
            new Case(correlated(0.3), 4));
    List<List<String>> rows = new ArrayList<>();
    for (Case each : cases) {
      int count = series * each.series();
      List<Runs.Silence> found =
          Runs.silence(each.model(), learning(DEFAULTS), count, length, 71, replications);
      for (int i = 0; i < found.size(); i++) {
        Runs.Silence silence = found.get(i);
        rows.add(
            List.of(
                each.model().name(),
                DEFAULTS.get(i).name(),
                format("%,d", count),
                format("%,d", silence.blocks()),
                format("%d", silence.alarms()),
                silence.alarms() == 0 ? "0" : format("%.1e", silence.rate()),
                format("%.1e", silence.rateLimit())));
      }
    }
    return new Table(
        "run-length",
        List.of(
            "blocks", "detector", "series", "judged", "false alarms", "per block", "95 % limit"),
        rows);
  }

  private static Table thresholds(boolean full, Replications replications) {
    int series = full ? 1_000 : 10;
    int length = full ? 10_000 : 1_000;
    BlockModel model = BlockModel.blocks("", K, CLUSTERED, 0);
    Baseline known = BlockModel.known(Runs.INDEX, K, CLUSTERED);
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
      String h = format("%.1f", threshold);
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

  private static Table plain(boolean full, Replications replications) {
    int series = full ? 2_000 : 100;
    int length = full ? 10_000 : 2_000;
    BlockModel disjoint = windows(1);
    BlockModel overlapping = BlockModel.overlapping("", K, 1, 32);
    Baseline known = BlockModel.known(Runs.INDEX, K, 1);
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
    for (DriftDetector detector : DEFAULTS) {
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
        format("%.2f %%", 100.0 * silence.alarms() / silence.series()),
        format("%.2f %%", 100.0 * silence.early() / silence.series()),
        silence.alarms() == 0
            ? format("> %,d", silence.blocks() / 3)
            : format("%,.0f", silence.runLength()));
  }

  private static Table delay(boolean full, Replications replications) {
    int series = full ? 4_000 : 400;
    int longest = 200;
    double[][] changes = {{5, 3}, {3, 2}, {3, 5}, {3, 2.5}};
    List<BlockModel> models =
        List.of(
            windows(1),
            windows(CLUSTERED),
            quarters(0),
            BlockModel.panes("k 100, dependence 1", 100, 1, 32, 0));
    List<List<String>> rows = new ArrayList<>();
    for (BlockModel model : models) {
      for (double[] change : changes) {
        for (DriftDetector detector : DEFAULTS) {
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
                    : format("%.3g", (double) delay / model.perWindow()));
          }
          rows.add(row);
        }
      }
    }
    return new Table(
        "delay", List.of("blocks", "index", "detector", "median", "95 %", "99 %"), rows);
  }

  private static Table delayOfSamples(boolean full, Replications replications) {
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
              each.before(), each.after(), DEFAULTS, longest, baselines, changes, 75, replications);
      for (int i = 0; i < DEFAULTS.size(); i++) {
        double[] windows = change.windows()[i];
        long missed = Arrays.stream(windows).filter(delay -> delay > longest).count();
        rows.add(
            List.of(
                each.before().name() + " to " + each.after().name(),
                format("%.2f to %.2f", change.readingBefore(), change.readingAfter()),
                DEFAULTS.get(i).name(),
                format("%.2f", windows[(windows.length + 1) / 2 - 1]),
                format("%.2f", windows[(int) Math.ceil(0.95 * windows.length) - 1]),
                format("%d of %d", missed, windows.length)));
      }
    }
    return new Table(
        "delay-samples",
        List.of("process", "reading", "detector", "median", "95 %", "not within 6"),
        rows);
  }

  private static Table model(boolean full, Replications replications) {
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
              SampledRuns.steady(process, DEFAULTS, series, length, 76, replications)));
    }
    for (BlockModel model : List.of(windows(1), windows(CLUSTERED), shortErrors())) {
      rows.add(
          row(
              model.name() + ", model",
              SampledRuns.steady(model, K, DEFAULTS, 10 * series, length, 77, replications)));
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
        format("%,d", steady.blocks()),
        format("%d", steady.missing()),
        format("%,.0f", steady.exceedances()),
        format("%.2f", steady.dependence()),
        format("%.3f", steady.spreadRatio()),
        format("%.3f", steady.correlation()),
        format("%.2f %%", 100 * steady.beyond()),
        format("%.2f", steady.largest()),
        format("%.2f", steady.largestPlain()),
        format("%d, %d", steady.alarms()[0], steady.alarms()[1]));
  }

  private static Table score(boolean full, Replications replications) {
    int series = full ? 400 : 10;
    int length = 2_000;
    double[] scores = {0.5, 1, 2, 3, 4, 5};
    List<BlockModel> models = List.of(windows(CLUSTERED), shortErrors(), correlated(0.2));
    List<List<String>> rows = new ArrayList<>();
    List<String> bound = new ArrayList<>(List.of("bound", ""));
    for (double score : scores) {
      bound.add(format("%.1e", 0.2 * Math.exp(-2 * score)));
    }
    for (BlockModel model : models) {
      for (DriftDetector detector : DEFAULTS) {
        List<String> row = new ArrayList<>(List.of(model.name(), detector.name()));
        for (double share :
            Runs.scoreShares(model, detector, scores, series, length, 78, replications)) {
          row.add(share == 0 ? "0" : format("%.1e", share));
        }
        rows.add(row);
      }
    }
    rows.add(bound);
    List<String> columns = new ArrayList<>(List.of("blocks", "detector"));
    for (double score : scores) {
      columns.add(format("S >= %.1f", score));
    }
    return new Table("score", columns, rows);
  }

  private static Table settling(boolean full, Replications replications) {
    int series = full ? 20_000 : 500;
    List<List<String>> rows = new ArrayList<>();
    for (BlockModel model : List.of(windows(1), windows(CLUSTERED), correlated(0.2))) {
      double share = Runs.settledAtOnce(model, DEFAULTS.get(0), series, 79, replications);
      rows.add(List.of(model.name(), format("%,d", series), format("%.2f %%", 100 * (1 - share))));
    }
    return new Table("settling", List.of("blocks", "series", "made to wait"), rows);
  }

  private static List<Runs.Entrant> learning(List<DriftDetector> detectors) {
    return detectors.stream().map(Runs.Entrant::learning).toList();
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? format("%.0f", number) : format("%.1f", number);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
