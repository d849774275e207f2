// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.app.offline.FileEstimate.Limits;
import io.tailwatch.tails.estimate.hill.HillPoint;
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
    json.put("n", estimate.n());
    json.put("usable", estimate.usable());
    ObjectNode dropped = json.putObject("dropped");
    dropped.put("nonFinite", estimate.nonFinite()).put("zero", estimate.zero());
    estimate.otherSide().ifPresent(other -> dropped.put("otherSide", other));
    putHill(json.putObject("hill"));
    ArrayNode warnings = json.putArray("warnings");
    estimate
        .warnings()
        .forEach(w -> warnings.addObject().put("code", w.code()).put("message", w.message()));
    json.put("verdict", estimate.verdict());
    return Json.text(json);
  }

  private void putHill(ObjectNode hill) {
    Json.put(hill, "index", estimate.reading().orElse(Double.NaN));
    if (estimate.hill().isPresent()) {
      HillPoint point = estimate.hill().get();
      hill.put("k", point.exceedances());
      hill.put("threshold", point.threshold());
      hill.put("tailFraction", point.tailFraction());
    } else {
      hill.putNull("k").putNull("threshold").putNull("tailFraction");
    }
    Optional<Limits> interval = estimate.interval();
    Json.put(hill, "standardError", interval.map(Limits::standardError).orElse(Double.NaN));
    putLimits(hill, "interval", interval);
    hill.put("intervalMethod", interval.isPresent() ? METHOD : null);
    Json.put(hill, "debiased", estimate.index().map(Limits::value).orElse(Double.NaN));
    putLimits(hill, "debiasedInterval", estimate.index());
    String reason = reason();
    if (!reason.isEmpty()) {
      hill.put("reason", reason);
    }
  }

  /** A limit that is not finite is null; without a finite lower limit there is no interval. */
  private static void putLimits(ObjectNode node, String name, Optional<Limits> limits) {
    if (limits.filter(Limits::bounded).isPresent()) {
      Json.putInterval(node, name, limits.get().lower(), limits.get().upper());
    } else {
      node.putNull(name);
    }
  }

  /** Why the first undefined value is undefined; the later ones follow from it. */
  private String reason() {
    if (!estimate.readingReason().isEmpty()) {
      return estimate.readingReason();
    }
    return estimate.intervalReason().isEmpty() ? estimate.indexReason() : estimate.intervalReason();
  }

  String text() {
    var text = new StringBuilder();
    text.append(Words.values(estimate.n()))
        .append(", ")
        .append(Numbers.text(estimate.usable()))
        .append(" usable; dropped: ")
        .append(Numbers.text(estimate.nonFinite()))
        .append(" not finite, ")
        .append(Numbers.text(estimate.zero()))
        .append(" zero");
    estimate
        .otherSide()
        .ifPresent(n -> text.append(", ").append(Numbers.text(n)).append(" on the other side"));
    estimate
        .hill()
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
    if (estimate.reading().isPresent()) {
      double reading = estimate.reading().getAsDouble();
      line(text, "reading", withLimits(reading, estimate.interval(), estimate.intervalReason()));
    } else {
      line(text, "reading", "undefined: " + estimate.readingReason());
    }
    estimate
        .index()
        .ifPresent(
            i ->
                line(
                    text,
                    "index",
                    withLimits(i.value(), estimate.index(), estimate.indexReason())));
    for (FileEstimate.Warning warning : estimate.warnings()) {
      line(text, "warning", warning.code() + ": " + warning.message());
    }
    line(text, "verdict", sentence());
    return text.toString();
  }

  private static String withLimits(double value, Optional<Limits> limits, String reason) {
    return limits
        .filter(Limits::bounded)
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
