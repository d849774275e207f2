// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.time.Instant;

/** Values as JSON wants them: what is unknown or not finite is null. */
final class Numbers {
  private Numbers() {}

  static Double finite(boolean known, double value) {
    return known && Double.isFinite(value) ? value : null;
  }

  static String instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }
}
