// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Map;

/**
 * The threshold whose tail fraction k/n is nearest to a given one on a log scale: the live default.
 *
 * <p>It takes no notice of the shape of the tail, so its bias is the same in every window of a
 * series: a reading that moves has a cause in the data. Cost: a binary search.
 */
public final class FixedFraction implements ThresholdRule {
  /** The fraction from {@value #LARGE_SAMPLE} samples on. */
  public static final double LARGE_SAMPLE_FRACTION = 0.005;

  /** The fraction below that. */
  public static final double SMALL_SAMPLE_FRACTION = 0.02;

  /** The n that separates the two. */
  public static final long LARGE_SAMPLE = 100_000;

  private final double tailFraction;

  private FixedFraction(double tailFraction) {
    this.tailFraction = tailFraction;
  }

  /** At 0.5 %, and at 2 % below {@value #LARGE_SAMPLE} samples. */
  public FixedFraction() {
    this(Double.NaN);
  }

  /**
   * At one fraction.
   *
   * @param tailFraction f, in (0, 1)
   */
  public static FixedFraction of(double tailFraction) {
    if (!(tailFraction > 0 && tailFraction < 1)) {
      throw new IllegalArgumentException("tailFraction must be in (0, 1): was " + tailFraction);
    }
    return new FixedFraction(tailFraction);
  }

  @Override
  public String name() {
    return "fixed-fraction";
  }

  @Override
  public ThresholdChoice choose(TailProfile profile) {
    double wanted = tailFraction > 0 ? tailFraction : standard(profile.sampleSize());
    return ThresholdChoice.at(
        profile, profile.nearestFraction(wanted), Map.of("wantedFraction", wanted));
  }

  private static double standard(long sampleSize) {
    return sampleSize < LARGE_SAMPLE ? SMALL_SAMPLE_FRACTION : LARGE_SAMPLE_FRACTION;
  }
}
