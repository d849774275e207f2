// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/** Argument checks whose messages hold the name, the rule and the value. */
final class Require {
  private Require() {}

  static void that(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + rule + ": was " + value);
    }
  }

  static void positive(String name, double value) {
    that(value > 0 && value < Double.POSITIVE_INFINITY, name, "positive and finite", value);
  }

  static void notNegative(String name, double value) {
    that(value >= 0 && value < Double.POSITIVE_INFINITY, name, "not negative and finite", value);
  }
}
