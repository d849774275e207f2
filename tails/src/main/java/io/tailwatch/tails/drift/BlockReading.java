// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

/**
 * What a detector sees of a block of panes: its Hill reading, taken at the fixed tail fraction of
 * the series with the threshold found anew in this block, and the error of it. Blocks must be
 * disjoint: overlapping windows share their samples, and their readings wander together.
 *
 * @param reading k / sum of log excesses, a survival exponent; positive and finite
 * @param logStandardError standard error of ln(reading) under dependence, as by batch means over
 *     the panes of the block; finite, not negative
 */
public record BlockReading(double reading, double logStandardError) {
  /** Checks the ranges. A block without a reading is skipped: {@link DriftDetector#skip}. */
  public BlockReading {
    if (!(reading > 0 && reading < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("reading must be positive and finite: was " + reading);
    }
    if (!(logStandardError >= 0 && logStandardError < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "logStandardError must be finite and not negative: was " + logStandardError);
    }
  }

  /** ln(reading). */
  public double logReading() {
    return StrictMath.log(reading);
  }
}
