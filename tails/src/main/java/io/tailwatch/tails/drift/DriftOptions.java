// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

/**
 * The tuning of a detector. Scores are in standard deviations of ln(reading) of one block.
 *
 * @param baselineBlocks how many blocks make a baseline, even, at least 8
 * @param baselineBand how many standard errors of the baseline's mean a block may be off before it
 *     counts at all; 0 where the mean is known or the residuals allow for its error
 * @param allowance how many standard deviations more it may be off
 * @param threshold the score that is an alarm
 * @param largestGain the most that one block adds to the score, as a share of the threshold: below
 *     1, no single block raises an alarm, however far it is
 * @param leastError the least standard deviation of ln(reading) that is believed
 */
public record DriftOptions(
    int baselineBlocks,
    double baselineBand,
    double allowance,
    double threshold,
    double largestGain,
    double leastError) {
  /** Checks the ranges. */
  public DriftOptions {
    if (baselineBlocks < 8 || baselineBlocks % 2 != 0) {
      throw new IllegalArgumentException(
          "baselineBlocks must be even and at least 8: was " + baselineBlocks);
    }
    requireNotNegative("baselineBand", baselineBand);
    requireNotNegative("allowance", allowance);
    requireNotNegative("leastError", leastError);
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("threshold must be positive: was " + threshold);
    }
    if (!(largestGain > 0)) {
      throw new IllegalArgumentException("largestGain must be positive: was " + largestGain);
    }
  }

  /**
   * The defaults of {@link Cusum}: 32 blocks, a band of 3 standard errors, allowance 1.5, threshold
   * 5.5, at most 0.75 of it from one block, errors of at least 1 %.
   *
   * <p>They hold the rate of false alarms at 1e-7 per block with a learnt baseline, and also where
   * blocks state errors 15 % too small or neighbouring blocks are correlated by 0.2 ({@code
   * docs/studies/drift.md}). The band covers 99.7 % of baselines whose deviation is right. A
   * smaller allowance sees small changes earlier but adds up a correlation of blocks; a larger one
   * leaves changes unseen that are smaller than itself and the band. Errors below 1 % are not
   * believed because the bucket edge next to the tail fraction moves with the sample: 10 % of the
   * fraction move the reading of t(5) at 2 % by 0.9 %.
   */
  public static DriftOptions cusum() {
    return new DriftOptions(32, 3, 1.5, 5.5, 0.75, 0.01);
  }

  /**
   * The defaults of {@link PageHinkley}: as those of {@link Cusum}, but no band, which its
   * residuals do not need, and allowance 1.75 instead, for the correlation of blocks.
   */
  public static DriftOptions pageHinkley() {
    return new DriftOptions(32, 0, 1.75, 5.5, 0.75, 0.01);
  }

  /** The same with another threshold. */
  public DriftOptions withThreshold(double other) {
    return new DriftOptions(
        baselineBlocks, baselineBand, allowance, other, largestGain, leastError);
  }

  /** What one block may add, in standard deviations. */
  double cap() {
    return largestGain * threshold;
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " must not be negative: was " + value);
    }
  }
}
