// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

/**
 * The level of a series and what is known about it: running mean and spread of ln(reading) over
 * blocks, and the mean of the squared errors that the blocks state themselves.
 *
 * <p>The deviation of one block is taken as the larger one of the two: the errors that blocks state
 * have together many degrees of freedom (32 blocks of 32 panes: 992) but are too small where panes
 * are not long against the memory of the series; the spread between blocks includes that memory but
 * has few degrees of freedom. Immutable and thread-safe; empty before the first block. Cost of a
 * block: a logarithm and a handful of operations.
 *
 * @param blocks n, the number of blocks
 * @param mean mean of ln(reading); 0 when empty
 * @param squares sum of squared differences from the mean (Welford 1962)
 * @param errors sum of squared standard errors of ln(reading)
 */
public record Baseline(long blocks, double mean, double squares, double errors) {
  /** No block yet. */
  public static final Baseline EMPTY = new Baseline(0, 0, 0, 0);

  /** Checks the ranges. */
  public Baseline {
    if (blocks < 0) {
      throw new IllegalArgumentException("blocks must not be negative: was " + blocks);
    }
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException("mean must be finite: was " + mean);
    }
    if (!(squares >= 0 && errors >= 0)) {
      throw new IllegalArgumentException(
          "squares and errors must not be negative: were " + squares + " and " + errors);
    }
  }

  /** This baseline and one more block. */
  public Baseline plus(BlockReading block) {
    long n = blocks + 1;
    double difference = block.logReading() - mean;
    double moved = mean + difference / n;
    return new Baseline(
        n,
        moved,
        squares + difference * (block.logReading() - moved),
        errors + block.logStandardError() * block.logStandardError());
  }

  /** The baseline of the blocks of both (Chan, Golub and LeVeque 1979). */
  public Baseline plus(Baseline other) {
    long n = blocks + other.blocks;
    if (n == 0) {
      return EMPTY;
    }
    double difference = other.mean - mean;
    double share = (double) other.blocks / n;
    return new Baseline(
        n,
        mean + difference * share,
        squares + other.squares + difference * difference * share * blocks,
        errors + other.errors);
  }

  /** The reading at this level, exp(mean). */
  public double reading() {
    return StrictMath.exp(mean);
  }

  /** Variance of ln(reading) between blocks, with n - 1 degrees of freedom; 0 below two blocks. */
  public double spread() {
    return blocks < 2 ? 0 : squares / (blocks - 1);
  }

  /** Mean of the squared standard errors that blocks state; 0 when empty. */
  public double statedVariance() {
    return blocks == 0 ? 0 : errors / blocks;
  }

  /** Standard deviation of ln(reading) of one block: from the larger of the two variances. */
  public double deviation() {
    return StrictMath.sqrt(Math.max(spread(), statedVariance()));
  }

  /** Standard error of the mean; infinite when empty. */
  public double standardError() {
    return blocks == 0 ? Double.POSITIVE_INFINITY : deviation() / StrictMath.sqrt(blocks);
  }

  /** Variance of the difference between one more block of this level and the mean. */
  public double predictionVariance() {
    double deviation = deviation();
    return blocks == 0 ? Double.POSITIVE_INFINITY : deviation * deviation * (1 + 1.0 / blocks);
  }

  /**
   * How many standard errors a block lies from the mean, with the sign of the difference; for a
   * block at which a change is expected. NaN when empty.
   *
   * @param leastError the least standard deviation of ln(reading) that is believed
   */
  public double distance(BlockReading block, double leastError) {
    double own = Math.max(deviation(), leastError);
    double its = Math.max(own, block.logStandardError());
    return blocks == 0
        ? Double.NaN
        : (block.logReading() - mean) / StrictMath.sqrt(own * own / blocks + its * its);
  }
}
