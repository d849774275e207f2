// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;

/** Checks of what was given on the command line. */
final class Given {

  private Given() {}

  /**
   * Checks a number.
   *
   * @param rule the option and what it must be
   * @throws CommandFailure a usage error with the rule and the value
   */
  static void require(boolean holds, String rule, double value) {
    if (!holds) {
      String shown = Double.isFinite(value) ? Words.exactly(value) : Double.toString(value);
      throw CommandFailure.usage(rule + ": was " + shown);
    }
  }
}
