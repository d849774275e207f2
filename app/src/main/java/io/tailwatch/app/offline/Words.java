// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Numbers;
import java.math.BigDecimal;

/** Numbers inside sentences. Stateless. */
final class Words {

  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double LARGEST_PLAIN = 1e12;

  private Words() {}

  /** {@code 1 value}, {@code 2,000 values}. */
  static String values(long count) {
    return values(count, "");
  }

  /** {@code 1 usable value}, {@code 2,000 usable values}. */
  static String values(long count, String kind) {
    String noun = count == 1 ? "value" : "values";
    return Numbers.text(count) + " " + (kind.isEmpty() ? noun : kind + " " + noun);
  }

  /**
   * A finite number with all its digits, so that it can be typed in again; without an exponent
   * between 1e-6 and 1e12.
   */
  static String exactly(double value) {
    double size = Math.abs(value);
    boolean plain = size >= SMALLEST_PLAIN && size < LARGEST_PLAIN;
    return value == 0
        ? "0"
        : plain
            ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
            : Double.toString(value);
  }
}
