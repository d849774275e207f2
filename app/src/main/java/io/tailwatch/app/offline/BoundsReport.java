// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.cli.Numbers;
import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdModel;
import io.tailwatch.tails.theory.KestenResult;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code bounds} prints.
 *
 * @param model the problem
 * @param bounds of homogenized SGD
 * @param kesten of SGD on the rows, if there are rows
 * @param rows how many
 */
record BoundsReport(
    HsgdModel model, HsgdBounds bounds, Optional<KestenResult> kesten, Optional<Integer> rows) {

  String json() {
    ObjectNode json = Json.object();
    Json.put(json, "etaStar", bounds.etaStar());
    Json.put(json, "normLowerBound", bounds.normLowerBound());
    Json.put(json, "lower", bounds.lower());
    Json.put(json, "upper", bounds.upper());
    Json.put(json, "point", bounds.point());
    Json.put(json, "gamma2", bounds.gamma2());
    if (bounds.stationary() || bounds.unstable()) {
      json.put("stationary", bounds.stationary());
    } else {
      json.putNull("stationary");
      json.put("reason", "the lower bound is 0 and the upper is not: the bounds cannot tell");
    }
    kesten.ifPresent(k -> putKesten(json.putObject("kesten"), k));
    return Json.text(json);
  }

  private static void putKesten(ObjectNode json, KestenResult kesten) {
    Json.put(json, "index", kesten.index().orElse(Double.NaN));
    Json.put(
        json, "standardError", kesten.index().isPresent() ? kesten.standardError() : Double.NaN);
    Json.put(json, "repeatBound", kesten.repeatBound().orElse(Double.NaN));
    json.put("contractive", kesten.contractive());
    json.put("status", name(kesten.status()));
    if (kesten.index().isEmpty()) {
      json.put("reason", meaning(kesten.status()));
    } else if (kesten.repeatBound().isEmpty()) {
      json.put("reason", "no row alone can move the iterate away: there is no repeat bound");
    }
  }

  String text() {
    var text = new StringBuilder();
    text.append("Homogenized SGD: ")
        .append(model.dimension())
        .append(model.dimension() == 1 ? " eigenvalue" : " eigenvalues")
        .append(", learning rate ")
        .append(Numbers.text(model.learningRate()))
        .append(", ridge ")
        .append(Numbers.text(model.ridge()))
        .append(", batch size ")
        .append(Numbers.text(model.batchSize()));
    line(text, "lower", bounds.lower(), bounds.certified() ? "certified" : "approximate");
    line(text, "upper", bounds.upper(), bounds.certified() ? "certified" : "approximate");
    line(text, "point", bounds.point(), "estimate between them, no guarantee");
    line(text, "eta-star", bounds.etaStar(), "simple upper bound");
    line(text, "lower (norm)", bounds.normLowerBound(), "simple lower bound, says nothing below 0");
    line(text, "gamma_2", bounds.gamma2(), "learning rate from which the variance is infinite");
    line(text, "stationary", stationary(), "");
    kesten.ifPresent(k -> appendKesten(text, k));
    return text.toString();
  }

  private void appendKesten(StringBuilder text, KestenResult kesten) {
    text.append(System.lineSeparator())
        .append("SGD itself on ")
        .append(Numbers.text(rows.orElse(0).longValue()))
        .append(" rows");
    double index = kesten.index().orElse(Double.NaN);
    line(text, "Kesten index", index, meaning(kesten.status()));
    if (kesten.status() == KestenResult.Status.ESTIMATED) {
      line(text, "standard error", kesten.standardError(), "");
    }
    if (kesten.repeatBound().isPresent()) {
      double bound = kesten.repeatBound().getAsDouble();
      line(text, "repeat bound", bound, "the index cannot be above it");
    }
    line(text, "contractive", kesten.contractive() ? "yes" : "no", "");
    line(text, "status", name(kesten.status()), "");
  }

  private String stationary() {
    if (bounds.stationary()) {
      return "yes";
    }
    return bounds.unstable() ? "no: the iterates have no limit law" : "the bounds cannot tell";
  }

  private static String name(KestenResult.Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String meaning(KestenResult.Status status) {
    return switch (status) {
      case EXACT -> "exact";
      case ESTIMATED -> "particle estimate";
      case REPEAT_BOUND -> "upper bound: the same row drawn again and again";
      case PROJECTION_BOUND -> "upper bound: the index along the first eigenvector";
      case CONTRACTIVE -> "every step is a contraction: there is no power law";
      case DIVERGENT -> "the training diverges: there is no limit law";
      case TOO_LARGE -> "no index up to the largest that is searched for";
    };
  }

  private static void line(StringBuilder text, String name, double value, String meaning) {
    line(text, name, Numbers.text(value), meaning);
  }

  private static void line(StringBuilder text, String name, String value, String meaning) {
    String line = String.format(Locale.ROOT, "  %-15s %-12s %s", name, value, meaning);
    text.append(System.lineSeparator()).append(line.stripTrailing());
  }
}
