// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.tails.drift.Baseline;
import io.tailwatch.tails.drift.BlockReading;
import java.util.function.LongFunction;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Readings of blocks without the samples behind them. For exceedances of a power law k H / gamma is
 * gamma-distributed with shape k; clusters of D exceedances on average leave k / D. The index may
 * change between two blocks.
 *
 * @param name as tables show it
 * @param perWindow how many blocks a window of 32 panes has
 * @param sources starts an independent series from a seed
 */
record BlockModel(String name, int perWindow, LongFunction<Source> sources) {
  private static final int WINDOW = 32;

  /** One series. Single-threaded. */
  interface Source {
    /** The next block, at this index. */
    BlockReading next(double index);
  }

  /**
   * Log-excess sums of panes, independent or a gamma autoregression (Lewis, McKenzie and Hugus
   * 1989), and the error by batch means over them. The error knows nothing of the correlation.
   *
   * @param k exceedances of a block
   * @param dependence D
   * @param panes of a block
   * @param correlation of neighbouring panes, in [0, 1)
   */
  static BlockModel panes(String name, double k, double dependence, int panes, double correlation) {
    return new BlockModel(
        name,
        WINDOW / panes,
        seed -> {
          Autoregression sums =
              new Autoregression(random(seed), k / dependence / panes, correlation);
          double[] pane = new double[panes];
          return index -> {
            for (int i = 0; i < panes; i++) {
              pane[i] = sums.next();
            }
            return reading(pane, k / dependence, index);
          };
        });
  }

  /** The same, read from overlapping windows: each is the one before moved by a pane. */
  static BlockModel overlapping(String name, double k, double dependence, int panes) {
    return new BlockModel(
        name,
        WINDOW,
        seed -> {
          Autoregression sums = new Autoregression(random(seed), k / dependence / panes, 0);
          double[] pane = new double[panes];
          int[] next = {0};
          for (int i = 0; i < panes; i++) {
            pane[i] = sums.next();
          }
          return index -> {
            pane[next[0]] = sums.next();
            next[0] = (next[0] + 1) % panes;
            return reading(pane, k / dependence, index);
          };
        });
  }

  /**
   * Whole blocks, independent or a gamma autoregression, with errors as from 32 normal panes: an
   * order of magnitude cheaper than panes.
   *
   * @param correlation of neighbouring blocks, in [0, 1)
   */
  static BlockModel blocks(String name, double k, double dependence, double correlation) {
    double shape = k / dependence;
    int freedom = WINDOW - 1;
    return new BlockModel(
        name,
        1,
        seed -> {
          UniformRandomProvider random = random(seed);
          Autoregression sums = new Autoregression(random, shape, correlation);
          ContinuousSampler halfChiSquared = gamma(random, freedom / 2.0);
          return index ->
              new BlockReading(
                  index * shape / sums.next(),
                  Math.sqrt(2 * halfChiSquared.sample() / freedom / shape));
        });
  }

  /** The baseline of infinitely many independent blocks of k / D effective exceedances. */
  static Baseline known(double index, double k, double dependence) {
    double shape = k / dependence;
    long blocks = 1L << 40;
    double variance = Gamma.trigamma(shape) * blocks;
    double mean = Math.log(index * shape) - Gamma.digamma(shape);
    return new Baseline(blocks, mean, variance, variance);
  }

  private static BlockReading reading(double[] pane, double shape, double index) {
    double sum = 0;
    for (double excess : pane) {
      sum += excess;
    }
    double mean = sum / pane.length;
    double squares = 0;
    for (double excess : pane) {
      squares += (excess - mean) * (excess - mean);
    }
    double error = Math.sqrt(squares * pane.length / (pane.length - 1)) / sum;
    return new BlockReading(index * shape / sum, error);
  }

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  private static ContinuousSampler gamma(UniformRandomProvider random, double shape) {
    return AhrensDieterMarsagliaTsangGammaSampler.of(random, shape, 1);
  }

  /** X' = B X + G with B beta-distributed: gamma-distributed, correlation rho^lag. */
  private static final class Autoregression {
    private final double correlation;
    private final ContinuousSampler kept;
    private final ContinuousSampler fresh;
    private double last;

    Autoregression(UniformRandomProvider random, double shape, double correlation) {
      this.correlation = correlation;
      fresh = gamma(random, shape * (1 - correlation));
      kept = correlation == 0 ? fresh : gamma(random, shape * correlation);
      last = gamma(random, shape).sample();
    }

    double next() {
      if (correlation == 0) {
        return fresh.sample();
      }
      double share = kept.sample();
      share /= share + fresh.sample();
      last = share * last + fresh.sample();
      return last;
    }
  }
}
