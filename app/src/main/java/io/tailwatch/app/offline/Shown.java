// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Estimates for people: no more digits than mean something. Stateless. */
final class Shown {

  private static final MathContext DIGITS = new MathContext(4);
  private static final double SMALLEST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e6;

  private Shown() {}

  /** Four significant digits. */
  static String number(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return Numbers.text(value);
    }
    double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
    double size = Math.abs(rounded);
    return size >= SMALLEST_PLAIN && size < LARGEST_PLAIN
        ? Numbers.text(rounded)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /** An index for a table: two decimals, where that is not too many or too few. */
  static String index(double value) {
    return value >= 0.1 && value < 1e5 ? String.format(Locale.ROOT, "%.2f", value) : number(value);
  }

  /** A share of one as a percentage. */
  static String percent(double share) {
    double percent = new BigDecimal(100 * share).round(new MathContext(3)).doubleValue();
    return number(percent) + " %";
  }
}
