// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.study.Table;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The tables of the study of coverage. */
final class CoverageTables {
  /** Two estimates of one index further apart than this are a warning, {@code body-mismatch}. */
  private static final double MISMATCH = 0.15;

  private CoverageTables() {}

  static List<Table> of(List<Measured> all) {
    List<Table> tables = new ArrayList<>();
    tables.add(population(all));
    Setting.ALL.forEach(setting -> tables.add(reading(all, setting)));
    tables.add(index(all));
    tables.add(dependence(all));
    tables.add(offline(all));
    return tables;
  }

  private static Table population(List<Measured> all) {
    List<String> columns = new ArrayList<>(List.of("process", "steps"));
    for (double f : List.of(0.02, 0.005)) {
      columns.add("reading at " + percent(f));
      columns.add("standard error");
      columns.add("closed form");
    }
    return table(
        "population",
        columns,
        all,
        measured -> {
          List<String> row = new ArrayList<>();
          row.add(format("%.0e", (double) measured.population().steps()));
          for (double f : List.of(0.02, 0.005)) {
            double reading = measured.population().reading(f);
            row.add(format("%.4f", reading));
            row.add(format("%.4f", reading * measured.population().logError(f)));
            row.add(
                measured
                    .subject()
                    .closedForm()
                    .map(form -> format("%.4f", form.applyAsDouble(f)))
                    .orElse(""));
          }
          return row;
        });
  }

  private static Table reading(List<Measured> all, Setting setting) {
    return table(
        "reading-" + setting.steps() + "-" + percent(setting.tailFraction()).replaceAll("[ %]", ""),
        List.of(
            "process",
            "windows",
            "too few %",
            "**covered %**",
            "standard error",
            "population below %",
            "above %",
            "half-width",
            "best possible",
            "plain batch means %",
            "half-width",
            "independent formula %"),
        all,
        measured -> {
          Measured.Windows windows = measured.windows().get(setting);
          double covered = windows.coverage(WindowOutcome::interval);
          return List.of(
              Integer.toString(windows.tried()),
              format("%.1f", 100 * windows.undefined()),
              format("**%.1f**", 100 * covered),
              format("%.1f", 100 * Math.sqrt(covered * (1 - covered) / windows.defined().size())),
              format(
                  "%.1f", 100 * windows.share(w -> w.population() < w.interval().lower() ? 1 : 0)),
              format(
                  "%.1f", 100 * windows.share(w -> w.population() > w.interval().upper() ? 1 : 0)),
              format("%.3f", windows.share(w -> w.interval().halfWidth())),
              format(
                  "%.3f", 1.96 * Statistics.deviation(windows.values(WindowOutcome::logDeviation))),
              format("%.1f", 100 * windows.coverage(WindowOutcome::plain)),
              format("%.3f", windows.share(w -> w.plain().halfWidth())),
              format("%.1f", 100 * windows.coverage(WindowOutcome::independent)));
        });
  }

  private static Table index(List<Measured> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Measured measured : all) {
      double truth = measured.subject().process().index().orElseThrow();
      for (Setting setting : Setting.ALL) {
        Measured.Windows windows = measured.windows().get(setting);
        double median = Statistics.median(windows.values(w -> w.live().index()));
        double reduced = Statistics.median(windows.values(WindowOutcome::biasReduced));
        rows.add(
            List.of(
                measured.subject().process().name(),
                Integer.toString(setting.steps()),
                percent(setting.tailFraction()),
                format("%.3f", truth),
                format("%.2f", median),
                format("%+.0f", 100 * (median / truth - 1)),
                format("%.1f", 100 * windows.share(w -> w.index().covers(truth) ? 1 : 0)),
                format("%.2f", reduced),
                format("%+.0f", 100 * (reduced / truth - 1)),
                format(
                    "%.1f", 100 * windows.share(w -> w.biasReducedLimits().covers(truth) ? 1 : 0)),
                format("%.0f", 100 * windows.share(CoverageTables::mismatch))));
      }
    }
    return new Table(
        "index",
        List.of(
            "process",
            "steps",
            "f",
            "true index",
            "median index",
            "bias %",
            "covered %",
            "median bias-reduced Hill",
            "bias %",
            "covered %",
            "apart by 15 % or more, %"),
        rows);
  }

  private static double mismatch(WindowOutcome window) {
    double ratio = window.biasReduced() / window.live().index();
    return Math.abs(Math.log(ratio)) > Math.log1p(MISMATCH) ? 1 : 0;
  }

  private static Table dependence(List<Measured> all) {
    return table(
        "dependence",
        List.of(
            "process",
            "simulated",
            "batch means",
            "flat top",
            "Bartlett, 100 lags",
            "extremogram",
            "1/theta, intervals",
            "1/theta, runs of 10"),
        all,
        measured -> {
          List<DependenceOutcome> outcomes = measured.dependence();
          double deviation =
              Statistics.deviation(values(outcomes, DependenceOutcome::logDeviation));
          return List.of(
              format("%.2f", deviation * deviation * DependenceOutcome.K),
              spread(outcomes, o -> o.batchMeans().dependenceFactor()),
              spread(outcomes, o -> o.flatTop().dependenceFactor()),
              spread(outcomes, o -> o.bartlett().dependenceFactor()),
              spread(outcomes, DependenceOutcome::inflation),
              spread(outcomes, o -> 1 / o.theta()),
              spread(outcomes, o -> 1 / o.runs()));
        });
  }

  private static Table offline(List<Measured> all) {
    return table(
        "offline",
        List.of(
            "process",
            "batch means %",
            "flat top %",
            "Bartlett, 100 lags %",
            "extremogram %",
            "independent formula %",
            "sd over that of independent exceedances"),
        all,
        measured -> {
          List<DependenceOutcome> outcomes = measured.dependence();
          double deviation =
              Statistics.deviation(values(outcomes, DependenceOutcome::logDeviation));
          return List.of(
              covered(outcomes, o -> limits(o.batchMeans())),
              covered(outcomes, o -> limits(o.flatTop())),
              covered(outcomes, o -> limits(o.bartlett())),
              covered(outcomes, DependenceOutcome::extremogram),
              covered(outcomes, o -> limits(o.independent())),
              format("%.2f", deviation * Math.sqrt(DependenceOutcome.K)));
        });
  }

  static Table memory(List<Memory> all) {
    return new Table(
        "memory",
        List.of(
            "process",
            "steps",
            "clusters",
            "panes with exceedances, of 32",
            "too few %",
            "covered %",
            "covered by 256 panes %",
            "by plain means of 256 panes %"),
        all.stream()
            .map(
                row ->
                    List.of(
                        row.process().name(),
                        Integer.toString(row.steps()),
                        format("%.0f", row.clusters()),
                        format("%.1f", row.contributing()),
                        format("%.1f", 100 * row.undefined()),
                        share(row.covered()),
                        share(row.manyPanes()),
                        share(row.manyPlain())))
            .toList());
  }

  /** In percent; a dash when no window is defined. */
  private static String share(double share) {
    return Double.isNaN(share) ? "-" : format("%.1f", 100 * share);
  }

  private static Limits limits(ReadingInterval interval) {
    return Limits.of(interval);
  }

  private static String covered(
      List<DependenceOutcome> outcomes, Function<DependenceOutcome, Limits> limits) {
    return format(
        "%.1f",
        100
            * Statistics.mean(
                values(outcomes, o -> limits.apply(o).covers(o.population()) ? 1 : 0)));
  }

  private static String spread(
      List<DependenceOutcome> outcomes, ToDoubleFunction<DependenceOutcome> value) {
    double[] values = values(outcomes, value);
    return format("%.2f ± %.2f", Statistics.mean(values), Statistics.deviation(values));
  }

  private static double[] values(
      List<DependenceOutcome> outcomes, ToDoubleFunction<DependenceOutcome> value) {
    return outcomes.stream().mapToDouble(value).toArray();
  }

  private static Table table(
      String id, List<String> columns, List<Measured> all, Function<Measured, List<String>> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (Measured measured : all) {
      List<String> row = new ArrayList<>();
      row.add(measured.subject().process().name());
      row.addAll(cells.apply(measured));
      rows.add(row);
    }
    return new Table(id, columns, rows);
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share).replace(".0", "");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
