// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.FastMath;

/**
 * The eigenvalues as blocks of equal ones: coordinates of a block share every coefficient of the
 * drift function, so that only the noise total has to know how many they are. Immutable.
 */
final class Spectrum {
  private static final double SMALL = 1e-3;

  /** Distinct values, descending. */
  final double[] values;

  /** How many eigenvalues each one stands for. */
  final double[] multiplicities;

  private Spectrum(double[] values, double[] multiplicities) {
    this.values = values;
    this.multiplicities = multiplicities;
  }

  /** Blocks of descending positive eigenvalues, exactly. */
  static Spectrum of(double[] descending) {
    double[] ones = new double[descending.length];
    Arrays.fill(ones, 1);
    return blocks(descending, descending, ones);
  }

  /**
   * This one if it has few enough blocks, else a merged one: blocks below {@code 1e-3 lambda_1}
   * become one with their mean, and if too many remain, they are collected in bins of equal width
   * on a log scale, again with their mean, so that the trace is kept. The first block keeps its
   * value.
   *
   * @param limit at least 3
   */
  Spectrum atMost(int limit) {
    if (values.length <= limit) {
      return this;
    }
    double smallest = SMALL * values[0];
    double width = -FastMath.log(SMALL) / (limit - 2);
    double[] keys = new double[values.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = values[i] < smallest ? 0 : values[i];
    }
    Spectrum spectrum = blocks(keys, values, multiplicities);
    if (spectrum.values.length > limit) {
      for (int i = 0; i < keys.length; i++) {
        keys[i] = keys[i] == 0 ? -1 : FastMath.floor(FastMath.log(keys[i] / smallest) / width);
      }
      // A bin of its own.
      keys[0] = Double.POSITIVE_INFINITY;
      spectrum = blocks(keys, values, multiplicities);
    }
    return spectrum;
  }

  /**
   * Places of blocks that stand for all: all, if there are few, else the first, the last, and
   * enough between that neither their ranks nor their logarithms leave wide gaps.
   *
   * @param about how many, at most two more
   */
  int[] representatives(int about) {
    int blocks = values.length;
    if (blocks <= about) {
      return IntStream.range(0, blocks).toArray();
    }
    double rankGap = 2.0 * blocks / about;
    double logGap = 2 * FastMath.log(values[0] / values[blocks - 1]) / about;
    IntStream.Builder kept = IntStream.builder();
    int last = 0;
    kept.add(0);
    for (int i = 1; i < blocks; i++) {
      boolean far = FastMath.log(values[last] / values[i]) >= logGap;
      if (far || i - last >= rankGap || i == blocks - 1) {
        kept.add(i);
        last = i;
      }
    }
    return kept.build().toArray();
  }

  /** One block for each run of equal keys, with the mean of its values. */
  private static Spectrum blocks(double[] keys, double[] from, double[] counts) {
    double[] values = new double[keys.length];
    double[] multiplicities = new double[keys.length];
    int block = -1;
    for (int i = 0; i < keys.length; i++) {
      if (i == 0 || keys[i] != keys[i - 1]) {
        block++;
        values[block] = from[i];
        multiplicities[block] = counts[i];
      } else {
        multiplicities[block] += counts[i];
        values[block] += counts[i] * (from[i] - values[block]) / multiplicities[block];
      }
    }
    return new Spectrum(Arrays.copyOf(values, block + 1), Arrays.copyOf(multiplicities, block + 1));
  }
}
