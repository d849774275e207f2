// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import com.fasterxml.jackson.core.io.NumberInput;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as programs print them. Stateless. */
final class NumberText {
  private static final int SHOWN = 30;

  /** No double needs more; parsing takes more than linear time. */
  private static final int MAX_LENGTH = 1100;

  private NumberText() {}

  /**
   * The number that a text is; not-a-number and the infinities as Python, R, Julia, C and
   * JavaScript write them. Empty if it is none.
   */
  static OptionalDouble parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return OptionalDouble.empty();
    }
    char last = text.charAt(text.length() - 1);
    if (last >= '0' && last <= '9' || last == '.') {
      return finite(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan", "na" -> OptionalDouble.of(Double.NaN);
      case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble finite(String text) {
    // Java's parser also takes hexadecimal floats, which are numbers to nobody else.
    if (text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(NumberInput.parseDouble(text, true));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** A text as it is shown in a message: short. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
