// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.tails.estimate.interval.ReadingInterval;

/** Two limits and where the truth lies. */
record Limits(double lower, double upper) {
  static Limits of(ReadingInterval interval) {
    return new Limits(interval.lower(), interval.upper());
  }

  boolean covers(double truth) {
    return lower <= truth && truth <= upper;
  }

  /** Half the width on the log scale. */
  double halfWidth() {
    return Math.log(upper / lower) / 2;
  }

  Limits times(double factor) {
    return new Limits(lower * factor, upper * factor);
  }
}
