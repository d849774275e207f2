// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.app.cli.Numbers;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.Locale;

/** The texts of one estimate, short enough for a table. Stateless. */
final class Cells {

  private static final String UNKNOWN = "-";

  private Cells() {}

  static String observable(Observable observable) {
    return word(observable.name(), "OBSERVABLE_");
  }

  static String verdict(Verdict verdict) {
    return word(verdict.name(), "VERDICT_");
  }

  private static String word(String constant, String prefix) {
    return constant.replaceFirst("^" + prefix, "").toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String step(TailEstimate estimate) {
    return Numbers.text(estimate.getLastStep());
  }

  /** Value and limits, {@code 3.91 [3.72, 4.11]}. */
  static String interval(IntervalValue value) {
    if (!value.hasValue()) {
      return UNKNOWN;
    }
    String text = number(value.getValue());
    return value.hasLower() && value.hasUpper()
        ? text + " [" + number(value.getLower()) + ", " + number(value.getUpper()) + "]"
        : text;
  }

  static String band(TheoryBand theory) {
    return theory.hasLower() && theory.hasUpper()
        ? number(theory.getLower()) + "-" + number(theory.getUpper())
        : UNKNOWN;
  }

  static String etaStar(TheoryBand theory) {
    return theory.hasEtaStar() ? number(theory.getEtaStar()) : UNKNOWN;
  }

  static String kesten(TheoryBand theory) {
    if (theory.hasKesten()) {
      return number(theory.getKesten());
    }
    return switch (theory.getKestenStatus()) {
      case KESTEN_STATUS_CONTRACTIVE -> "none";
      case KESTEN_STATUS_DIVERGENT -> "diverges";
      case KESTEN_STATUS_PENDING -> "pending";
      default -> UNKNOWN;
    };
  }

  /** Three significant digits, two decimals at most. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    if (Double.isInfinite(value)) {
      return "inf";
    }
    int decimals = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
