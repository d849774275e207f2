// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

/** Numbers of samples that have no bucket. */
record SpecialCounts(long zeros, long subnormals, long infinities, long nans) {
  static final SpecialCounts NONE = new SpecialCounts(0, 0, 0, 0);

  /** Adds {@code sign} times the other counts. */
  SpecialCounts combine(SpecialCounts other, int sign) {
    return new SpecialCounts(
        zeros + sign * other.zeros,
        subnormals + sign * other.subnormals,
        infinities + sign * other.infinities,
        nans + sign * other.nans);
  }

  long total() {
    return zeros + subnormals + infinities + nans;
  }

  boolean anyNegative() {
    return zeros < 0 || subnormals < 0 || infinities < 0 || nans < 0;
  }
}
