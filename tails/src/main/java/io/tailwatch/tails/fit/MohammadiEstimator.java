// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The block estimator of alpha that the literature on SGD uses, for comparison with it and for
 * nothing else: with Y the sums of blocks of m values,
 *
 * <pre>
 * 1/alpha = (mean ln|Y| - mean ln|X|) / ln m
 * </pre>
 *
 * (Mohammadi, Mohammadpour and Ogata, 2015, Metrika 78, 549-561, corollary 2.4), and the median of
 * that over m in 2, 5, 10, 20, 50, 100, 500, 1000 (Simsekli, Sagun and Gurbuzbalaban, 2019, ICML).
 *
 * <p>It holds for independent values of a strictly stable law (symmetric about 0, or beta with S1
 * location 0). Elsewhere:
 *
 * <ul>
 *   <li>Values with serial correlation have large block sums, and alpha comes out too low: an
 *       autoregression with coefficient 0.9 reads about 1.1 whatever its tail. {@link #shuffled}
 *       breaks the order with a seeded permutation; report both.
 *   <li>Any law of finite variance tends to 2 as m grows, and any law with a tail index below 2 to
 *       that index, but slowly: the median over m is in between: Student's t(3) reads 1.7, t(8)
 *       1.9.
 *   <li>A mean that is not 0 drives alpha to 1: centre before.
 * </ul>
 *
 * <p>Zeros have no logarithm: zero values leave the mean of ln|X| and zero sums the mean of ln|Y|,
 * and both are counted (the original adds a small constant inside the logarithm, which moves the
 * result). Only block sizes with at least {@value #LEAST_BLOCKS} blocks are used; a remainder that
 * fills no block is left out of Y only. A difference of means that is not positive, which no alpha
 * explains, gives no value for that m. The values are divided by a power of two so that sums of
 * them are finite. Empty and constant-zero samples give no alpha; values that are not finite throw.
 * O(n) per block size. Static and thread-safe.
 */
public final class MohammadiEstimator {
  /** Block sizes of the literature. */
  private static final int[] BLOCK_SIZES = {2, 5, 10, 20, 50, 100, 500, 1000};

  /** Fewest blocks of a size that is used. */
  public static final int LEAST_BLOCKS = 10;

  private MohammadiEstimator() {}

  /**
   * The reading at one block size.
   *
   * @param blockSize m, values per block
   * @param blocks how many blocks there were
   * @param zeroSums how many of them were left out because their sum was 0
   * @param alpha empty where the formula gives none
   */
  public record BlockReading(int blockSize, int blocks, int zeroSums, OptionalDouble alpha) {}

  /**
   * All readings.
   *
   * @param alpha median of the readings; may exceed 2; empty where no block size gave one
   * @param readings at every block size with enough blocks, ascending
   * @param zeros how many values were left out of the mean of ln|X| because they were 0
   */
  public record Reading(OptionalDouble alpha, List<BlockReading> readings, int zeros) {
    /** Copies the list. */
    public Reading {
      readings = List.copyOf(readings);
    }
  }

  /**
   * The values in their order, as the literature does.
   *
   * @param centred finite values whose centre is 0
   * @throws IllegalArgumentException if a value is not finite
   */
  public static Reading inOrder(double[] centred) {
    double greatest = 0;
    for (int i = 0; i < centred.length; i++) {
      Parameters.location("value " + i, centred[i]);
      greatest = Math.max(greatest, Math.abs(centred[i]));
    }
    if (greatest == 0) {
      return new Reading(OptionalDouble.empty(), List.of(), centred.length);
    }
    int exponent = Math.getExponent(greatest) + 1;
    double[] values = new double[centred.length];
    Arrays.setAll(values, i -> Math.scalb(centred[i], -exponent));
    MeanLog single = MeanLog.ofBlocks(values, 1);
    List<BlockReading> readings = new ArrayList<>();
    for (int m : BLOCK_SIZES) {
      if (values.length / m >= LEAST_BLOCKS) {
        readings.add(reading(single, MeanLog.ofBlocks(values, m), m));
      }
    }
    double[] alphas =
        readings.stream()
            .filter(r -> r.alpha().isPresent())
            .mapToDouble(r -> r.alpha().getAsDouble())
            .toArray();
    OptionalDouble alpha =
        alphas.length == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(new Median().evaluate(alphas));
    return new Reading(alpha, readings, single.zeros);
  }

  /**
   * The values in a random order, so that serial correlation has no part in it.
   *
   * @param centred finite values whose centre is 0; left as they are
   * @param seed of the permutation
   * @throws IllegalArgumentException if a value is not finite
   */
  public static Reading shuffled(double[] centred, long seed) {
    int[] order = PermutationSampler.natural(centred.length);
    PermutationSampler.shuffle(RandomSource.XO_RO_SHI_RO_128_PP.create(seed), order);
    double[] values = new double[centred.length];
    Arrays.setAll(values, i -> centred[order[i]]);
    return inOrder(values);
  }

  private static BlockReading reading(MeanLog single, MeanLog blocks, int m) {
    double gamma = (blocks.mean - single.mean) / Math.log(m);
    OptionalDouble alpha = gamma > 0 ? OptionalDouble.of(1 / gamma) : OptionalDouble.empty();
    return new BlockReading(m, blocks.count, blocks.zeros, alpha);
  }

  /** Mean of ln|sum| over the blocks with a sum that is not 0; NaN if there are none. */
  private record MeanLog(double mean, int count, int zeros) {
    static MeanLog ofBlocks(double[] values, int m) {
      int blocks = values.length / m;
      int zeros = 0;
      double logs = 0;
      for (int b = 0; b < blocks; b++) {
        double sum = 0;
        for (int i = b * m; i < (b + 1) * m; i++) {
          sum += values[i];
        }
        if (sum == 0) {
          zeros++;
        } else {
          logs += Math.log(Math.abs(sum));
        }
      }
      return new MeanLog(logs / (blocks - zeros), blocks, zeros);
    }
  }
}
