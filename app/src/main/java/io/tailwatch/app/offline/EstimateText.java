// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.live.Wrap;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.guard.Dependence;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.LightTail;
import io.tailwatch.tails.estimate.guard.WarningCode;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.opinion.Opinion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code estimate} prints for people, at most 80 columns wide. Single use. */
final class EstimateText {

  private static final int WIDTH = 80;

  private final FileReport report;
  private final FileEstimate estimate;
  private final Optional<WindowEstimate.Defined> defined;
  private final List<String> lines = new ArrayList<>();

  private EstimateText(FileReport report) {
    this.report = report;
    this.estimate = report.estimate();
    this.defined = estimate.estimate();
  }

  /** The text of a report. */
  static String of(FileReport report) {
    EstimateText text = new EstimateText(report);
    text.counts();
    text.hill();
    if (report.estimate().read().isPresent()) {
      text.opinions();
      text.picture();
    }
    report.rules().ifPresent(rules -> text.lines.addAll(RuleTable.lines(rules)));
    report.fits().ifPresent(fits -> text.lines.addAll(FitTable.lines(fits)));
    text.conclusion();
    return String.join(System.lineSeparator(), text.lines);
  }

  private void counts() {
    Counts counts = estimate.counts();
    String other =
        counts.otherSide().isPresent()
            ? ", " + Numbers.text(counts.otherSide().getAsLong()) + " on the other side"
            : "";
    String text =
        Words.values(counts.n())
            + ", "
            + Numbers.text(counts.usable())
            + " usable; dropped: "
            + Numbers.text(counts.nonFinite())
            + " not finite, "
            + Numbers.text(counts.zero())
            + " zero"
            + other;
    lines.addAll(Wrap.lines("", text, WIDTH, "  "));
    estimate
        .point()
        .ifPresent(
            point ->
                wrapped(
                    "tail",
                    Words.values(point.exceedances())
                        + " from "
                        + Shown.number(point.threshold())
                        + " up ("
                        + Shown.percent(point.tailFraction())
                        + ")"
                        + report.rule().map(rule -> ", chosen by " + rule).orElse("")
                        + (report.sample().exact() ? "" : ", at a bucket edge of the sketch")));
  }

  private void hill() {
    if (estimate.read().isEmpty()) {
      wrapped("reading", "undefined: " + estimate.readingReason());
      return;
    }
    HillPoint point = estimate.read().get();
    if (defined.isEmpty()) {
      wrapped(
          "reading",
          Shown.index(point.reading()) + " (no interval: " + estimate.intervalReason() + ")");
      interval(
          "", "", BatchMeans.independent(point).interval(), "95 %, if values were independent");
      return;
    }
    WindowEstimate.Defined d = defined.get();
    interval(
        "reading",
        Shown.index(point.reading()),
        d.reading().interval(),
        "95 %, batch means over 32 panes");
    report
        .clusters()
        .ifPresent(clusters -> interval("", "", clusters.kernel(), "95 %, kernel, for comparison"));
    interval("", "", BatchMeans.independent(point).interval(), "95 %, if values were independent");
    index(d);
    row("dependence", dependence(d));
    report.clusters().ifPresent(clusters -> row("", clusters(clusters)));
    if (d.left().isPresent() && d.right().isPresent()) {
      row("left, right", side(d.left().get()) + ", " + side(d.right().get()));
    }
  }

  private void index(WindowEstimate.Defined d) {
    String reason = estimate.undefinedReason();
    if (Double.isFinite(d.indexInterval().lower())) {
      interval("index", Shown.index(d.index()), d.indexInterval(), "95 %, model: Student-t body");
      if (!reason.isEmpty()) {
        wrapped("", reason);
      }
    } else {
      wrapped("index", Shown.index(d.index()) + " (no interval: " + reason + ")");
    }
  }

  private static String dependence(WindowEstimate.Defined d) {
    double factor = d.reading().dependenceFactor();
    return factor < Dependence.CLEAR_FACTOR
        ? String.format(Locale.ROOT, "%.2f: no sign of it", factor)
        : String.format(
            Locale.ROOT,
            "%.2f: %s exceedances are worth %s independent ones",
            factor,
            Numbers.text(d.point().exceedances()),
            Numbers.text(Math.round(d.effectiveExceedances())));
  }

  private static String clusters(Clusters clusters) {
    return String.format(Locale.ROOT, "extremogram %.2f", clusters.inflation())
        + clusters.extremalIndex().stream()
            .mapToObj(
                theta ->
                    String.format(
                        Locale.ROOT, ", extremal index %.2f (%.1f to a cluster)", theta, 1 / theta))
            .findFirst()
            .orElse("");
  }

  private static String side(HillPoint point) {
    return Double.isFinite(point.reading())
        ? Shown.index(point.reading()) + " (k " + Numbers.text(point.exceedances()) + ")"
        : "none";
  }

  private void interval(String name, String value, Interval interval, String method) {
    row(
        name,
        String.format(
            Locale.ROOT,
            "%-9s [%s, %s]",
            value,
            Shown.index(interval.lower()),
            Shown.index(interval.upper())),
        method);
  }

  private void opinions() {
    heading("Other estimators at the same k (standard errors with that dependence)");
    SecondOpinions opinions = report.opinions();
    opinion("bias-reduced", opinions.biasReduced());
    opinion("smoothed", opinions.smoothed());
    opinion("moment", opinions.moment());
    opinion("pickands", opinions.pickands());
  }

  private void opinion(String name, Opinion opinion) {
    if (opinion instanceof Opinion.Undefined undefined) {
      wrapped(name, "undefined: " + undefined.reason());
    } else if (opinion instanceof Opinion.Defined d) {
      String index = Double.isInfinite(d.index()) ? "none" : Shown.index(d.index());
      row(
          name,
          String.format(
              Locale.ROOT, "index %-8s gamma %.3f +- %.3f", index, d.gamma(), d.standardError()));
      d.note().ifPresent(note -> wrapped("", note));
    }
  }

  private void picture() {
    Map<Character, Long> marks = new LinkedHashMap<>();
    report.rules().ifPresent(rules -> marks.putAll(RuleTable.marks(rules)));
    double factor = defined.map(d -> d.reading().dependenceFactor()).orElse(1.0);
    List<String> picture =
        HillPicture.lines(
            report.sample().tail().profile(), estimate.point().orElseThrow(), factor, marks);
    if (!picture.isEmpty()) {
      heading(
          "Hill plot: index against k; * reading, . 95 % band, ^ the cut"
              + (marks.isEmpty() ? "" : ", letters: rules"));
      lines.addAll(picture);
    }
  }

  private void conclusion() {
    lines.add("");
    for (Finding finding : estimate.findings()) {
      wrapped("warning", finding.code().code() + ": " + finding.message() + advice(finding));
    }
    wrapped("verdict", sentence());
  }

  /** What to add to the command line, where that helps. */
  private String advice(Finding finding) {
    if (finding.code() == WarningCode.LOCATION_SHIFT && report.sample().centre() == Centre.NONE) {
      return " (--center median)";
    }
    boolean unread = estimate.read().isEmpty() && report.sample().tail().profile().size() > 1;
    boolean resolution = unread || finding.message().contains("of the sketch");
    return resolution && !report.sample().exact() ? " (--exact)" : "";
  }

  private String sentence() {
    return switch (estimate.verdict()) {
      case "undefined" -> "undefined: there is no index with an interval";
      case "light-tailed" -> "light-tailed: the sample cannot be told from a light tail";
      case "undecided" -> "undecided: the interval is too wide, take more values";
      default ->
          surelyHeavy()
              ? "heavy-tailed; there is no theory to compare a file with"
              : "heavy-tailed if it is a power law, of which the sample is no proof; there is no"
                  + " theory to compare a file with";
    };
  }

  private boolean surelyHeavy() {
    return defined
        .filter(d -> d.diagnosis().lightTail().verdict() == LightTail.Verdict.HEAVY)
        .isPresent();
  }

  private void heading(String text) {
    lines.add("");
    lines.add(text);
  }

  private void row(String name, String value, String meaning) {
    row(name, String.format(Locale.ROOT, "%-29s %s", value, meaning));
  }

  private void row(String name, String value) {
    lines.add(String.format(Locale.ROOT, "  %-12s %s", name, value).stripTrailing());
  }

  private void wrapped(String name, String value) {
    String first = String.format(Locale.ROOT, "  %-12s ", name);
    lines.addAll(Wrap.lines(first, value, WIDTH, " ".repeat(first.length())));
  }
}
