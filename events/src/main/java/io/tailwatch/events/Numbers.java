// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

/** Range rules whose messages hold name, rule and value. */
final class Numbers {
  private Numbers() {}

  /** An unsigned field beyond the signed range shows as negative and is refused here too. */
  static void notNegative(String name, long value) {
    if (value < 0) {
      throw new BadEventException(name + " must be at least 0 and in range: was " + value);
    }
  }

  static void positive(String name, long value) {
    if (value <= 0) {
      throw new BadEventException(name + " must be at least 1: was " + value);
    }
  }

  static void atMost(String name, long value, long limit) {
    if (value > limit) {
      throw new BadEventException(name + " must be at most " + limit + ": was " + value);
    }
  }

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new BadEventException(name + " must be finite: was " + value);
    }
  }

  static void finiteNotNegative(String name, double value) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw new BadEventException(name + " must be finite and not negative: was " + value);
    }
  }

  static void finitePositive(String name, double value) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw new BadEventException(name + " must be finite and positive: was " + value);
    }
  }
}
