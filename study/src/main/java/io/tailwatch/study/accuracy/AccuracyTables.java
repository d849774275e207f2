// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of {@link AccuracyStudy}. */
final class AccuracyTables {
  private AccuracyTables() {}

  /** The methods of a table. */
  interface Part {
    Map<String, Scatter> of(AccuracyStudy.Measured measured);
  }

  /** Bias and root mean square error by law and size. */
  static Table errors(String id, List<AccuracyStudy.Measured> measured, Part part) {
    List<String> columns = new ArrayList<>(List.of("law", "n"));
    columns.addAll(part.of(measured.get(0)).keySet());
    List<List<String>> rows = new ArrayList<>();
    for (AccuracyStudy.Measured m : measured) {
      List<String> row = new ArrayList<>(List.of(m.process().name(), "" + m.sampleSize()));
      part.of(m).values().forEach(scatter -> row.add(error(scatter)));
      rows.add(row);
    }
    return new Table("accuracy-" + id, columns, rows);
  }

  private static String error(Scatter scatter) {
    String cell = text("%+.1f / %.1f", 100 * scatter.bias(), 100 * scatter.rootMeanSquare());
    return scatter.undefined() > 0 ? cell + text(" (%.0f)", 100 * scatter.undefined()) : cell;
  }

  /** The k that the rules pick, by law. */
  static Table exceedances(List<AccuracyStudy.Measured> measured) {
    List<String> columns = new ArrayList<>(List.of("law"));
    columns.addAll(measured.get(0).rules().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (AccuracyStudy.Measured m : measured) {
      List<String> row = new ArrayList<>(List.of(m.process().name()));
      m.rules()
          .values()
          .forEach(s -> row.add(text("%.0f: %.0f-%.0f", s.medianK(), s.lowK(), s.highK())));
      rows.add(row);
    }
    return new Table("accuracy-exceedances", columns, rows);
  }

  /** How far the sketch is from the sample, by law. */
  static Table sketch(List<AccuracyStudy.Measured> measured) {
    List<String> columns = new ArrayList<>(List.of("law"));
    columns.addAll(measured.get(0).sketch().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (AccuracyStudy.Measured m : measured) {
      List<String> row = new ArrayList<>(List.of(m.process().name()));
      m.sketch()
          .values()
          .forEach(e -> row.add(text("%.1f / %.1f", 100 * e.median(), 100 * e.high())));
      rows.add(row);
    }
    return new Table("accuracy-sketch", columns, rows);
  }

  /** The hopping of the rules, by process and rule. */
  static Table hopping(Map<Process, Map<String, AccuracyStudy.Hop>> hops) {
    List<List<String>> rows = new ArrayList<>();
    hops.forEach(
        (process, byRule) ->
            byRule.forEach((rule, hop) -> rows.add(row(process.name(), rule, hop))));
    return new Table(
        "accuracy-hopping",
        List.of(
            "series",
            "rule",
            "k ratio, median",
            "largest",
            "index jump %, median",
            "largest",
            "beyond 3 errors %",
            "scatter / error",
            "error %",
            "alarms",
            "trusting, per 1,000"),
        rows);
  }

  private static List<String> row(String series, String rule, AccuracyStudy.Hop hop) {
    Hopping h = hop.hopping();
    return List.of(
        series,
        rule,
        text("%.2f", h.medianRatioK()),
        text("%.0f", h.maxRatioK()),
        text("%.1f", 100 * h.medianJump()),
        text("%.0f", 100 * h.maxJump()),
        text("%.1f", 100 * h.beyondThree()),
        text("%.2f", h.overClaimed()),
        text("%.1f", 100 * h.claimed()),
        "" + hop.alarms(),
        text("%.1f", hop.trustingAlarms()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
