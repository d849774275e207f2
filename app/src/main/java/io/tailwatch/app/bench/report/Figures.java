// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in tables: as many digits as a measurement is worth. Stateless. */
public final class Figures {
  private static final int DIGITS = 3;

  private Figures() {}

  /** Three digits, from 100 on none behind the point. */
  public static String text(double value) {
    if (Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return value == 0
        ? "0"
        : new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros().toPlainString();
  }

  /** Median and range. */
  public static String text(Spread spread) {
    return "%s [%s, %s]"
        .formatted(text(spread.median()), text(spread.least()), text(spread.most()));
  }
}
