// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.power;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Study;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.LightTail.Verdict;
import io.tailwatch.tails.estimate.guard.WarningCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How often the guards see what they are there for, and how often they see it where it is not. */
public final class PowerStudy implements Study {
  private static final long SEED = 3;
  private static final int SHORT = 5_000;

  /** The demands on the guards are made at this length. */
  private static final int MIDDLE = 20_000;

  private static final int LONG = 100_000;
  private static final int FULL_SAMPLES = 1_000;
  private static final int SMALL_SAMPLES = 10;

  @Override
  public String name() {
    return "power";
  }

  @Override
  public String question() {
    return "How often do the guards see a light tail, a shift, ties, truncation or change?";
  }

  @Override
  public List<Table> run(Effort effort, Replications replications) {
    boolean full = effort == Effort.FULL;
    int samples = full ? FULL_SAMPLES : SMALL_SAMPLES;
    List<List<String>> verdicts = new ArrayList<>();
    List<List<String>> tests = new ArrayList<>();
    List<List<String>> alarms = new ArrayList<>();
    for (Process process : subjects()) {
      List<String> row = new ArrayList<>(List.of(process.name(), index(process)));
      List<Inspection> middle =
          inspect(seed -> process.sample(MIDDLE, seed), samples, replications);
      List<LightTail> tails = middle.stream().map(Inspection::lightTail).toList();
      row.addAll(shares(replications, process, SHORT, samples));
      row.addAll(shares(tails));
      row.addAll(full ? shares(replications, process, LONG, samples) : List.of("", "", ""));
      verdicts.add(row);
      tests.add(tests(process, tails));
      alarms.add(alarms(process.name(), middle));
    }
    List<List<String>> defects = new ArrayList<>();
    for (Defects.Defect defect : Defects.of(MIDDLE)) {
      defects.add(alarms(defect.name(), inspect(defect.samples(), samples, replications)));
    }
    return List.of(
        new Table("verdicts", verdictColumns(), verdicts),
        new Table(
            "tests",
            List.of(
                "law",
                "moment",
                "lognormal 10 %",
                "lognormal 20 %",
                "either",
                "Weibull",
                "growth",
                "heavy"),
            tests),
        new Table("false-alarms", alarmColumns("law"), alarms),
        new Table("defects", alarmColumns("sample"), defects));
  }

  private static List<Process> subjects() {
    return Stream.concat(Subjects.light().stream(), Subjects.heavy().stream()).toList();
  }

  private static List<Inspection> inspect(
      LongFunction<double[]> samples, int count, Replications replications) {
    return replications.run(count, SEED, seed -> Inspection.of(samples.apply(seed)));
  }

  /** Heavy, undecided and light, of samples of a length. */
  private static List<String> shares(
      Replications replications, Process process, int n, int samples) {
    return shares(
        replications.run(samples, SEED, seed -> Inspection.lightTail(process.sample(n, seed))));
  }

  private static List<String> shares(List<LightTail> tails) {
    return Stream.of(Verdict.values())
        .map(verdict -> share(tails, tail -> tail.verdict() == verdict))
        .toList();
  }

  private static List<String> verdictColumns() {
    List<String> columns = new ArrayList<>(List.of("law", "index"));
    for (int n : List.of(SHORT, MIDDLE, LONG)) {
      columns.add(String.format(Locale.ROOT, "n = %,d: heavy", n));
      columns.add("undecided");
      columns.add("light");
    }
    return columns;
  }

  private static List<String> tests(Process process, List<LightTail> tails) {
    return List.of(
        process.name(),
        share(tails, LightTail::momentSaysHeavy),
        share(tails, tail -> tail.near().orElseThrow().excludesLogNormal()),
        share(tails, tail -> tail.deep().orElseThrow().excludesLogNormal()),
        share(tails, LightTail::excludesLogNormal),
        share(tails, LightTail::nearerThanWeibull),
        share(tails, tail -> !tail.growing()),
        share(tails, tail -> tail.verdict() == Verdict.HEAVY));
  }

  private static List<String> alarmColumns(String first) {
    return List.of(
        first,
        "not heavy",
        "shift",
        "ties",
        "ties, exact",
        "truncated",
        "panes",
        "non-stationary",
        "dependent",
        "body mismatch",
        "no reading");
  }

  private static List<String> alarms(String name, List<Inspection> inspections) {
    return List.of(
        name,
        share(inspections, one -> one.lightTail().verdict() != Verdict.HEAVY),
        share(inspections, one -> one.warns(WarningCode.LOCATION_SHIFT)),
        share(inspections, one -> one.warns(WarningCode.TIES)),
        share(inspections, Inspection::exactlyTied),
        share(inspections, one -> one.warns(WarningCode.TRUNCATED)),
        share(inspections, one -> one.warns(WarningCode.TOO_FEW)),
        share(inspections, Inspection::drifting),
        share(inspections, one -> one.warns(WarningCode.DEPENDENT)),
        share(inspections, one -> one.warns(WarningCode.BODY_MISMATCH)),
        share(inspections, Inspection::undefined));
  }

  private static String index(Process process) {
    double index = process.index().orElse(Double.NaN);
    return Double.isInfinite(index) ? "none" : String.format(Locale.ROOT, "%.4g", index);
  }

  /** In percent. */
  private static <T> String share(List<T> all, Predicate<T> condition) {
    double share = (double) all.stream().filter(condition).count() / all.size();
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
