// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.theory.HsgdResult;
import io.tailwatch.tails.theory.IndexStatement;
import io.tailwatch.tails.theory.KestenResult;
import io.tailwatch.tails.theory.TheoryReport;
import java.util.Locale;

/** The names and the meanings of theory's kinds, methods and statuses. */
final class TheoryWords {
  private TheoryWords() {}

  /** As in JSON: lower case, with hyphens. */
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String meaning(KestenResult.Status status) {
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

  static String meaning(IndexStatement.Kind kind) {
    return switch (kind) {
      case EXACT -> "exact";
      case LOWER_BOUND -> "lower bound";
      case UPPER_BOUND -> "upper bound";
      case ESTIMATE -> "estimate";
    };
  }

  static String meaning(HsgdResult.Method method) {
    return switch (method) {
      case CLOSED_FORM -> "exact: closed form";
      case COLLOCATION -> "exact: collocation";
      case PARTICLES -> "particles";
    };
  }

  /** Why there is no exact index. */
  static String reason(HsgdResult result) {
    if (result instanceof HsgdResult.NoStationaryLaw none) {
      return none.reason() + ": the iterates have no limit law";
    }
    return result instanceof HsgdResult.Undefined undefined ? undefined.reason() : "";
  }

  /** What the band is worth. */
  static String certainty(TheoryReport report) {
    if (report.problem().momentum() > 0) {
      return "at the equivalent rate";
    }
    return report.bounds().certified() ? "certified" : "approximate";
  }

  /** In terms of the learning rate as it was given, which momentum multiplies. */
  static double gamma2(TheoryReport report) {
    return report.bounds().gamma2() * (1 - report.problem().momentum());
  }
}
