// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

/**
 * What speaks for a change in one direction.
 *
 * @param score the cumulative sum, at least 0, in standard deviations of a block
 * @param since the first block of the run in which the sum has been positive, the estimate of when
 *     the change came (Page 1954); -1 while it is 0
 * @param blocks how many blocks with a reading the run has
 * @param logLevel mean of ln(reading) over the run
 */
public record Evidence(double score, long since, long blocks, double logLevel) {
  /** Nothing. */
  public static final Evidence NONE = new Evidence(0, -1, 0, 0);

  /** Checks that the score is a number and not negative. */
  public Evidence {
    if (!(score >= 0)) {
      throw new IllegalArgumentException("score must not be negative: was " + score);
    }
  }

  /**
   * After one more block.
   *
   * @param gain what it adds to the sum
   * @param block its number
   * @param logReading its ln(reading)
   */
  Evidence after(double gain, long block, double logReading) {
    double sum = score + gain;
    return sum <= 0
        ? NONE
        : new Evidence(
            sum,
            blocks == 0 ? block : since,
            blocks + 1,
            logLevel + (logReading - logLevel) / (blocks + 1));
  }
}
