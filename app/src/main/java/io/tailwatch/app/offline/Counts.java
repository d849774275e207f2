// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.OptionalLong;

/**
 * What became of the values of a file.
 *
 * @param n values read
 * @param usable finite, not zero, on the chosen side, after centring
 * @param nonFinite values that are NaN, infinite or missing
 * @param zero values equal to the centre
 * @param otherSide finite values on the side that was not asked for; empty for both sides
 */
record Counts(long n, long usable, long nonFinite, long zero, OptionalLong otherSide) {

  /** Counts centred values. */
  static Counts of(double[] centred, TailSide side) {
    long nonFinite = 0;
    long zero = 0;
    long other = 0;
    for (double x : centred) {
      if (!Double.isFinite(x)) {
        nonFinite++;
      } else if (x == 0) {
        zero++;
      } else if (side != TailSide.BOTH && (side == TailSide.RIGHT) != x > 0) {
        other++;
      }
    }
    return new Counts(
        centred.length,
        centred.length - nonFinite - zero - other,
        nonFinite,
        zero,
        side == TailSide.BOTH ? OptionalLong.empty() : OptionalLong.of(other));
  }
}
