// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

/** Checks and use of location and scale. */
final class Parameters {
  private Parameters() {}

  static void location(String name, double value) {
    require(Double.isFinite(value), name, "finite", value);
  }

  static void positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, "positive and finite", value);
  }

  static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ": was " + value);
    }
  }

  /** (x - location) / scale, also where the difference is not a double. */
  static double standardised(double x, double location, double scale) {
    double difference = x - location;
    return Double.isInfinite(difference) && Double.isFinite(x)
        ? x / scale - location / scale
        : difference / scale;
  }
}
