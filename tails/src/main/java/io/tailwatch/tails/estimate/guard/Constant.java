// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a tail has a range to read an index from. Equal samples read infinite, and equal samples
 * with rounding noise any number (gamma = 2e-16 gives 4.5e15).
 *
 * @param samples how many samples lie at or above the threshold
 * @param values how many different ones: of a sketch, occupied buckets, which is fewer
 * @param logRange ln of the largest over the threshold; of a sketch, of the mean of its top bucket
 */
public record Constant(long samples, long values, double logRange) {
  /** The least number of different values. */
  public static final int MIN_VALUES = 3;

  /** The least range: below it samples differ by rounding. */
  public static final double MIN_LOG_RANGE = 1e-9;

  /**
   * The tail from the i-th threshold up; constant cost for a sketch's bins, linear in k.
   *
   * @param i in [0, size)
   */
  public static Constant of(TailProfile profile, int i) {
    double top = profile.sumLogExcess(0) / profile.exceedances(0);
    double range =
        StrictMath.log(profile.threshold(0)) - StrictMath.log(profile.threshold(i)) + top;
    if (!profile.exact()) {
      return new Constant(profile.exceedances(i), i + 1L, range);
    }
    // The thresholds are the samples from the second largest down.
    long values = 1;
    double above = Double.NaN;
    for (int j = 0; j <= i; j++) {
      boolean differs = j == 0 ? profile.sumLogExcess(0) > 0 : profile.threshold(j) < above;
      above = profile.threshold(j);
      values += differs ? 1 : 0;
    }
    return new Constant(profile.exceedances(i) + 1, values, range);
  }

  /** What to say of a tail without a range. */
  public Optional<Finding> finding() {
    if (values >= MIN_VALUES && logRange >= MIN_LOG_RANGE) {
      return Optional.empty();
    }
    String found =
        values == 1
            ? "all equal or nearly so"
            : values < MIN_VALUES
                ? "only " + values + " different ones or nearly so"
                : String.format(Locale.ROOT, "equal but for one part in %.0e", 1 / logRange);
    return Optional.of(
        new Finding(
            WarningCode.CONSTANT,
            "the "
                + samples
                + " largest values are "
                + found
                + ": there is no range to read an index from"));
  }
}
