// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdResult;
import io.tailwatch.tails.theory.IndexStatement;
import io.tailwatch.tails.theory.KestenResult;
import io.tailwatch.tails.theory.RowStatements;
import io.tailwatch.tails.theory.TheoryPart;
import io.tailwatch.tails.theory.TheoryReport;
import java.util.OptionalDouble;
import java.util.Set;

/** What {@code bounds} prints as JSON: what was not asked for is absent, what is undefined null. */
final class BoundsJson {
  private final TheoryReport report;
  private final Set<TheoryPart> wanted;
  private final ObjectNode json = Json.object();

  private BoundsJson(TheoryReport report, Set<TheoryPart> wanted) {
    this.report = report;
    this.wanted = wanted;
  }

  static String of(TheoryReport report, Set<TheoryPart> wanted) {
    return new BoundsJson(report, wanted).text();
  }

  private String text() {
    HsgdBounds bounds = report.bounds();
    Json.put(json, "etaStar", bounds.etaStar());
    Json.put(json, "normLowerBound", bounds.normLowerBound());
    Json.put(json, "lower", bounds.lower());
    Json.put(json, "upper", bounds.upper());
    Json.put(json, "point", bounds.point());
    // At the equivalent rate of momentum nothing is certain.
    json.put("certified", bounds.certified() && report.problem().momentum() == 0);
    if (report.problem().momentum() > 0) {
      Json.put(json, "equivalentLearningRate", report.problem().model().learningRate());
    }
    report.exact().ifPresent(this::putExact);
    Json.put(json, "gamma2", TheoryWords.gamma2(report));
    putStationary(bounds);
    put(json, "lossNormLowerBound", report.formulas().lossNorm());
    put(json, "dimensionLowerBound", report.formulas().intrinsicDimension());
    put(json, "secular", report.formulas().secular());
    put(json, "expansion", report.formulas().expansion());
    putRelaxation();
    report.kesten().ifPresent(kesten -> putKesten(json.putObject("kesten"), kesten));
    putStreaming();
    return Json.text(json);
  }

  private void putExact(HsgdResult result) {
    ObjectNode exact = json.putObject("exact");
    if (result instanceof HsgdResult.Index index) {
      Json.put(exact, "index", index.value());
      Json.put(exact, "standardError", index.standardError());
      exact.put("method", TheoryWords.name(index.method()));
    } else {
      exact.putNull("index");
      exact.put("reason", TheoryWords.reason(result));
    }
  }

  private void putStationary(HsgdBounds bounds) {
    if (bounds.stationary() || bounds.unstable()) {
      json.put("stationary", bounds.stationary());
    } else {
      json.putNull("stationary");
      json.put("reason", "the lower bound is 0 and the upper is not: the bounds cannot tell");
    }
  }

  private void putRelaxation() {
    ObjectNode relaxation = json.putObject("relaxation");
    Json.put(relaxation, "fastest", report.relaxation().fastest());
    Json.put(relaxation, "contributing", report.relaxation().contributing());
    Json.put(relaxation, "slowest", report.relaxation().slowest());
    Json.put(relaxation, "projectionBurnIn", report.relaxation().projectionBurnIn());
    Json.put(relaxation, "normBurnIn", report.relaxation().normBurnIn());
    Json.put(relaxation, "flushTime", report.relaxation().flushTime());
  }

  private void putKesten(ObjectNode node, KestenResult kesten) {
    putIndex(node, kesten);
    Json.put(node, "repeatBound", kesten.repeatBound().orElse(Double.NaN));
    node.put("contractive", kesten.contractive());
    node.put("status", TheoryWords.name(kesten.status()));
    if (kesten.index().isEmpty()) {
      node.put("reason", TheoryWords.meaning(kesten.status()));
    } else if (kesten.repeatBound().isEmpty()) {
      node.put("reason", "no row alone can move the iterate away: there is no repeat bound");
    }
    report.projection().ifPresent(along -> putResult(node.putObject("projection"), along));
    report.rowStatements().ifPresent(rows -> putRows(node, rows));
    putGamma2(node, report.gamma2());
  }

  private static void putResult(ObjectNode node, KestenResult result) {
    putIndex(node, result);
    node.put("status", TheoryWords.name(result.status()));
    if (result.index().isEmpty()) {
      node.put("reason", TheoryWords.meaning(result.status()));
    }
  }

  private void putGamma2(ObjectNode node, OptionalDouble threshold) {
    Json.put(node, "gamma2", threshold.orElse(Double.NaN));
    if (threshold.isPresent()) {
      node.put("varianceFinite", report.problem().learningRate() < threshold.getAsDouble());
    } else {
      node.putNull("varianceFinite");
      node.put("gamma2Reason", "known for SGD without momentum only");
    }
  }

  private static void putRows(ObjectNode node, RowStatements rows) {
    Json.put(node, "reach", rows.reach());
    Json.put(node, "kurtosis", rows.kurtosis());
    put(node, "kurtosisRule", rows.kurtosisRule());
  }

  private void putStreaming() {
    if (!wanted.contains(TheoryPart.STREAMING)) {
      return;
    }
    ObjectNode node = json.putObject("streaming");
    putResult(node, report.streaming().orElseThrow());
    putGamma2(node, report.streamingGamma2());
  }

  private static void putIndex(ObjectNode node, KestenResult result) {
    Json.put(node, "index", result.index().orElse(Double.NaN));
    Json.put(
        node, "standardError", result.index().isPresent() ? result.standardError() : Double.NaN);
  }

  private static void put(ObjectNode parent, String name, IndexStatement statement) {
    ObjectNode node = parent.putObject(name);
    Json.put(node, "index", statement.index().orElse(Double.NaN));
    node.put("kind", TheoryWords.name(statement.kind()));
    if (!statement.reason().isEmpty()) {
      node.put("reason", statement.reason());
    }
  }
}
