// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code estimate} prints. In JSON a number that is undefined or infinite is null beside a
 * reason; an interval that is bounded from below only is {@code [lower, null]}, one without any
 * finite limit is null.
 */
record EstimateReport(FileEstimate estimate) {

  private static final String METHOD = "batch-means";

  String json() {
    ObjectNode json = Json.object();
    Counts counts = estimate.counts();
    json.put("n", counts.n());
    json.put("usable", counts.usable());
    ObjectNode dropped = json.putObject("dropped");
    dropped.put("nonFinite", counts.nonFinite()).put("zero", counts.zero());
    counts.otherSide().ifPresent(other -> dropped.put("otherSide", other));
    putHill(json.putObject("hill"));
    ArrayNode warnings = json.putArray("warnings");
    estimate
        .findings()
        .forEach(
            w -> warnings.addObject().put("code", w.code().code()).put("message", w.message()));
    json.put("verdict", estimate.verdict());
    return Json.text(json);
  }

  private void putHill(ObjectNode hill) {
    Json.put(hill, "index", estimate.read().map(HillPoint::reading).orElse(Double.NaN));
    if (estimate.point().isPresent()) {
      HillPoint point = estimate.point().get();
      hill.put("k", point.exceedances());
      hill.put("threshold", point.threshold());
      hill.put("tailFraction", point.tailFraction());
    } else {
      hill.putNull("k").putNull("threshold").putNull("tailFraction");
    }
    Optional<WindowEstimate.Defined> defined = estimate.estimate();
    Optional<ReadingInterval> reading = defined.map(WindowEstimate.Defined::reading);
    Json.put(
        hill,
        "standardError",
        reading.map(r -> r.reading() * r.logStandardError()).orElse(Double.NaN));
    putInterval(hill, "interval", reading.map(ReadingInterval::interval));
    hill.put("intervalMethod", reading.isPresent() ? METHOD : null);
    Json.put(hill, "debiased", defined.map(WindowEstimate.Defined::index).orElse(Double.NaN));
    putInterval(hill, "debiasedInterval", defined.map(WindowEstimate.Defined::indexInterval));
    String reason = reason();
    if (!reason.isEmpty()) {
      hill.put("reason", reason);
    }
  }

  /** A limit that is not finite is null; without a finite lower limit there is no interval. */
  private static void putInterval(ObjectNode node, String name, Optional<Interval> interval) {
    if (interval.filter(i -> Double.isFinite(i.lower())).isPresent()) {
      Json.putInterval(node, name, interval.get().lower(), interval.get().upper());
    } else {
      node.putNull(name);
    }
  }

  /** Why the first undefined value is undefined; the later ones follow from it. */
  private String reason() {
    return estimate.intervalReason().isEmpty()
        ? estimate.estimate().map(EstimateReport::indexReason).orElse("")
        : estimate.intervalReason();
  }

  /** Why the index or its upper limit is infinite; empty where they are not. */
  private static String indexReason(WindowEstimate.Defined defined) {
    return defined.indexInterval().unbounded()
        ? "the reading"
            + (Double.isInfinite(defined.index()) ? "" : "'s upper limit")
            + " reaches that of a Gaussian, "
            + Numbers.text(StudentTReading.gaussianReading(defined.point().tailFraction()))
            + " at this tail fraction"
        : "";
  }

  String text() {
    var text = new StringBuilder();
    Counts counts = estimate.counts();
    text.append(Words.values(counts.n()))
        .append(", ")
        .append(Numbers.text(counts.usable()))
        .append(" usable; dropped: ")
        .append(Numbers.text(counts.nonFinite()))
        .append(" not finite, ")
        .append(Numbers.text(counts.zero()))
        .append(" zero");
    counts
        .otherSide()
        .ifPresent(n -> text.append(", ").append(Numbers.text(n)).append(" on the other side"));
    estimate
        .point()
        .ifPresent(
            point ->
                line(
                    text,
                    "tail",
                    Words.values(point.exceedances())
                        + " from "
                        + Numbers.text(point.threshold())
                        + " up ("
                        + Numbers.percent(point.tailFraction())
                        + ")"));
    Optional<WindowEstimate.Defined> defined = estimate.estimate();
    line(
        text,
        "reading",
        estimate
            .read()
            .map(
                point ->
                    withLimits(
                        point.reading(),
                        defined.map(d -> d.reading().interval()),
                        estimate.intervalReason()))
            .orElse("undefined: " + estimate.readingReason()));
    defined.ifPresent(
        d ->
            line(
                text,
                "index",
                withLimits(d.index(), Optional.of(d.indexInterval()), indexReason(d))));
    for (Finding finding : estimate.findings()) {
      line(text, "warning", finding.code().code() + ": " + finding.message());
    }
    line(text, "verdict", sentence());
    return text.toString();
  }

  private static String withLimits(double value, Optional<Interval> limits, String reason) {
    return limits
        .filter(l -> Double.isFinite(l.lower()))
        .map(
            l ->
                String.format(
                    Locale.ROOT,
                    "%-10s [%s, %s]",
                    Numbers.text(value),
                    Numbers.text(l.lower()),
                    Numbers.text(l.upper())))
        .orElse(Numbers.text(value) + " (no interval: " + reason + ")");
  }

  private String sentence() {
    return switch (estimate.verdict()) {
      case "undefined" -> "undefined: there is no index with an interval";
      case "light-tailed" -> "light-tailed: the sample cannot be told from a light tail";
      case "undecided" -> "undecided: the interval is too wide, take more values";
      default -> "heavy-tailed; there is no theory to compare a file with";
    };
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(System.lineSeparator())
        .append(String.format(Locale.ROOT, "  %-9s %s", name, value));
  }
}
