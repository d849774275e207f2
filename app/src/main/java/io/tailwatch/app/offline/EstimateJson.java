// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.estimate.opinion.Opinion;
import io.tailwatch.tails.estimate.threshold.ThresholdChoice;
import io.tailwatch.tails.fit.AlphaInterval;
import io.tailwatch.tails.fit.GoodnessOfFit;
import java.util.Locale;
import java.util.Optional;

/**
 * The JSON of {@code estimate}. What was not asked for is absent; a number that is undefined or
 * infinite is null beside a reason; an interval that is bounded from below only is {@code [lower,
 * null]}, one without any finite limit is null.
 */
record EstimateJson(FileReport report) {

  private static final String METHOD = "batch-means";

  String text() {
    FileEstimate estimate = report.estimate();
    ObjectNode json = Json.object();
    Counts counts = estimate.counts();
    json.put("n", counts.n());
    json.put("usable", counts.usable());
    ObjectNode dropped = json.putObject("dropped");
    dropped.put("nonFinite", counts.nonFinite()).put("zero", counts.zero());
    counts.otherSide().ifPresent(other -> dropped.put("otherSide", other));
    putHill(json.putObject("hill"), estimate);
    put(json, report.opinions());
    report.fits().ifPresent(fits -> fits.fits().forEach(fit -> put(json, fit)));
    report.rules().ifPresent(rules -> put(json, rules));
    ArrayNode warnings = json.putArray("warnings");
    estimate
        .findings()
        .forEach(
            w -> warnings.addObject().put("code", w.code().code()).put("message", w.message()));
    json.put("verdict", estimate.verdict());
    return Json.text(json);
  }

  private void putHill(ObjectNode hill, FileEstimate estimate) {
    Json.put(hill, "index", estimate.read().map(HillPoint::reading).orElse(Double.NaN));
    if (estimate.point().isPresent()) {
      HillPoint point = estimate.point().get();
      hill.put("k", point.exceedances());
      hill.put("threshold", point.threshold());
      hill.put("tailFraction", point.tailFraction());
    } else {
      hill.putNull("k").putNull("threshold").putNull("tailFraction");
    }
    report.rule().ifPresent(rule -> hill.put("rule", rule));
    Optional<WindowEstimate.Defined> defined = estimate.estimate();
    Optional<ReadingInterval> reading = defined.map(WindowEstimate.Defined::reading);
    Json.put(
        hill,
        "standardError",
        reading.map(r -> r.reading() * r.logStandardError()).orElse(Double.NaN));
    put(hill, "interval", reading.map(ReadingInterval::interval));
    hill.put("intervalMethod", reading.isPresent() ? METHOD : null);
    put(hill, "kernelInterval", report.clusters().map(Clusters::kernel));
    put(
        hill,
        "independentInterval",
        estimate.read().map(p -> BatchMeans.independent(p).interval()));
    Json.put(
        hill,
        "dependenceFactor",
        reading.map(ReadingInterval::dependenceFactor).orElse(Double.NaN));
    Json.put(
        hill,
        "effectiveExceedances",
        defined.map(WindowEstimate.Defined::effectiveExceedances).orElse(Double.NaN));
    report
        .clusters()
        .ifPresent(
            clusters -> {
              Json.put(hill, "extremogramFactor", clusters.inflation());
              Json.put(hill, "extremalIndex", clusters.extremalIndex().orElse(Double.NaN));
            });
    Json.put(hill, "debiased", defined.map(WindowEstimate.Defined::index).orElse(Double.NaN));
    put(hill, "debiasedInterval", defined.map(WindowEstimate.Defined::indexInterval));
    defined.flatMap(WindowEstimate.Defined::left).ifPresent(p -> put(hill, "left", p));
    defined.flatMap(WindowEstimate.Defined::right).ifPresent(p -> put(hill, "right", p));
    putReason(hill, estimate.undefinedReason());
  }

  private static void put(ObjectNode json, String name, HillPoint point) {
    ObjectNode node = json.putObject(name);
    Json.put(node, "index", point.reading());
    node.put("k", point.exceedances());
    putReason(node, Double.isFinite(point.reading()) ? "" : "no value above the threshold");
  }

  /** A limit that is not finite is null; without a finite lower limit there is no interval. */
  private static void put(ObjectNode node, String name, Optional<Interval> interval) {
    if (interval.filter(i -> Double.isFinite(i.lower())).isPresent()) {
      Json.putInterval(node, name, interval.get().lower(), interval.get().upper());
    } else {
      node.putNull(name);
    }
  }

  private static void put(ObjectNode json, SecondOpinions opinions) {
    put(json.putObject("moment"), opinions.moment());
    put(json.putObject("pickands"), opinions.pickands());
    put(json.putObject("biasReduced"), opinions.biasReduced());
    put(json.putObject("smoothed"), opinions.smoothed());
  }

  /** The standard error is that of gamma. */
  private static void put(ObjectNode node, Opinion opinion) {
    Optional<Opinion.Defined> defined = opinion.defined();
    double index = defined.map(Opinion.Defined::index).orElse(Double.NaN);
    Json.put(node, "gamma", defined.map(Opinion.Defined::gamma).orElse(Double.NaN));
    Json.put(node, "index", index);
    Json.put(node, "standardError", defined.map(Opinion.Defined::standardError).orElse(Double.NaN));
    if (opinion instanceof Opinion.Undefined undefined) {
      putReason(node, undefined.reason());
    } else if (Double.isInfinite(index)) {
      putReason(node, "gamma is not positive: a light tail has no index");
    }
    defined.flatMap(Opinion.Defined::note).ifPresent(note -> node.put("note", note));
  }

  private static void put(ObjectNode json, BodyFit fit) {
    ObjectNode node = json.putObject(fit.key());
    fit.parameters().forEach((name, value) -> Json.put(node, name, value));
    fit.alphaInterval().ifPresent(interval -> put(node, interval));
    ObjectNode ks = node.putObject("ks");
    if (fit.test().isPresent()) {
      put(ks, fit.test().get());
    } else {
      ks.putNull("distance").putNull("pValue");
      putReason(ks, fit.reason());
    }
    putReason(node, fit.reason());
  }

  private static void put(ObjectNode node, AlphaInterval interval) {
    if (interval instanceof AlphaInterval.Bootstrapped found) {
      Json.putInterval(node, "alphaInterval", found.lower(), found.upper());
      node.put("alphaIntervalMethod", "block-bootstrap");
      node.put("alphaIntervalBlocks", found.blocks());
    } else if (interval instanceof AlphaInterval.Unavailable unavailable) {
      node.putNull("alphaInterval").putNull("alphaIntervalMethod");
      putReason(
          node,
          "no interval of alpha: " + unavailable.problem().code() + ": " + unavailable.detail());
    }
  }

  private static void put(ObjectNode ks, GoodnessOfFit<?> test) {
    ks.put("distance", test.distance());
    if (test.corrected() instanceof GoodnessOfFit.Bootstrap bootstrap) {
      ks.put("pValue", bootstrap.pValue());
      ks.put("bootstraps", bootstrap.bootstraps());
      ks.put("testedValues", bootstrap.n());
    } else if (test.corrected() instanceof GoodnessOfFit.Unavailable unavailable) {
      ks.putNull("pValue");
      putReason(ks, unavailable.problem().code() + ": " + unavailable.detail());
    }
    ks.put("naivePValue", test.naiveP());
    ArrayNode flaws = ks.putArray("naiveInvalid");
    test.naiveFlaws().stream()
        .sorted()
        .forEach(flaw -> flaws.add(flaw.name().toLowerCase(Locale.ROOT).replace('_', '-')));
  }

  private static void put(ObjectNode json, RuleChoices rules) {
    ObjectNode ksMin = json.putObject("ksMin");
    ThresholdChoice best = rules.comparison().choices().get("ks-min");
    if (best instanceof ThresholdChoice.Chosen chosen) {
      ksMin.put("index", chosen.diagnostics().get("index"));
      ksMin.put("k", chosen.point().exceedances());
      ksMin.put("threshold", chosen.point().threshold());
      ksMin.put("distance", chosen.diagnostics().get("distance"));
      rules.ksPValue().ifPresent(p -> ksMin.put("pValue", p.pValue()));
    } else if (best instanceof ThresholdChoice.None none) {
      ksMin.putNull("index").putNull("k").putNull("threshold").putNull("distance");
      putReason(ksMin, none.reason());
    }
    ObjectNode all = json.putObject("rules");
    rules.comparison().choices().forEach((name, choice) -> put(all.putObject(name), choice));
    Json.put(json, "disagreement", rules.comparison().disagreement().orElse(Double.NaN));
    if (rules.comparison().disagreement().isEmpty()) {
      putReason(json, "fewer than two rules have an index to compare");
    }
  }

  private static void put(ObjectNode node, ThresholdChoice choice) {
    if (choice instanceof ThresholdChoice.Chosen chosen) {
      node.put("index", chosen.point().reading()).put("k", chosen.point().exceedances());
    } else if (choice instanceof ThresholdChoice.None none) {
      node.putNull("index").putNull("k");
      putReason(node, none.reason());
    }
  }

  private static void putReason(ObjectNode node, String reason) {
    if (!reason.isEmpty()) {
      node.put("reason", reason);
    }
  }
}
