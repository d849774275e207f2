// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers of the API as the page writes them. */
final class Words {
  private Words() {}

  /** A tail index below 100. */
  static String index(JsonNode value) {
    return new BigDecimal(value.asDouble()).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /** A value with its interval, or alone where it has none. */
  static String interval(JsonNode value, JsonNode lower, JsonNode upper) {
    if (lower.isNull() && upper.isNull()) {
      return index(value);
    }
    return "%s [%s, %s]".formatted(index(value), index(lower), index(upper));
  }

  /** A count. */
  static String integer(JsonNode value) {
    return String.format(Locale.ROOT, "%,d", value.asLong());
  }

  /** The number in a text like {@code at step 12,345}. */
  static long integer(String text) {
    return Long.parseLong(text.replaceAll("[^0-9]", ""));
  }
}
