// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.EventLimits;

/** Which numbers are steps. Stateless. */
final class Steps {
  static final String RULE = "step must be a whole number, at least 0 and below 2^53";

  private Steps() {}

  static boolean isStep(double value) {
    return value >= 0 && value < EventLimits.END_OF_STEPS && value == Math.rint(value);
  }
}
