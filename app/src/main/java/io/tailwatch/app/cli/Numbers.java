// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people, the same in every locale. Stateless. */
public final class Numbers {

  private Numbers() {}

  /**
   * Six significant digits, without an exponent between 1e-4 and 1e6; an infinite value is {@code
   * unbounded}, NaN a dash.
   */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "unbounded" : "-unbounded";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size < 1e-4 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.5e", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
  }

  /** With thousands separators. */
  public static String text(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A share of one as a percentage. */
  public static String percent(double share) {
    return text(100 * share) + " %";
  }
}
