// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.hill.HillPoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the estimators say about one file.
 *
 * @param n values read
 * @param usable finite, not zero, on the chosen side, after centring
 * @param nonFinite values that are NaN, infinite or missing
 * @param zero values equal to the centre
 * @param otherSide finite values on the side that was not asked for; empty for both sides
 * @param hill the point that was read; empty without two usable values
 * @param reading the Hill reading 1/H, undefined where the values do not differ
 * @param readingReason why it is undefined; empty otherwise
 * @param interval of the reading
 * @param intervalReason why there is none; empty otherwise
 * @param index the de-biased reading
 * @param indexReason why it or a limit of it is undefined; empty otherwise
 * @param warnings what the reader should know
 * @param verdict in the words of the live analyzer
 */
record FileEstimate(
    long n,
    long usable,
    long nonFinite,
    long zero,
    OptionalLong otherSide,
    Optional<HillPoint> hill,
    OptionalDouble reading,
    String readingReason,
    Optional<Limits> interval,
    String intervalReason,
    Optional<Limits> index,
    String indexReason,
    List<Warning> warnings,
    String verdict) {

  /**
   * A value with its 95 % interval.
   *
   * @param value infinite when it cannot be told from a light tail's
   * @param lower lower limit
   * @param upper upper limit, may be infinite
   * @param standardError of the value; NaN where only limits are known
   */
  record Limits(double value, double lower, double upper, double standardError) {

    /** Whether they bound the value from below at least; if not they say nothing. */
    boolean bounded() {
      return Double.isFinite(lower);
    }
  }

  /**
   * @param code one of the documented words
   * @param message one sentence with the numbers
   */
  record Warning(String code, String message) {}
}
