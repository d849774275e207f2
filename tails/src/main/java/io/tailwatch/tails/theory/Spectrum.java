// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.Arrays;
import org.apache.commons.math3.util.FastMath;

/**
 * The eigenvalues as blocks of equal ones: coordinates of a block share every coefficient of the
 * drift function, so that only the noise total has to know how many they are. Spectra of more than
 * 300 eigenvalues are merged further, which is approximate: those below {@code 1e-3 lambda_1}
 * become one block with their mean, and if more than 300 blocks remain, they are collected in bins
 * of equal width on a log scale, again with their mean, so that the trace is kept.
 */
final class Spectrum {
  private static final int EXACT_LIMIT = 300;
  private static final double SMALL = 1e-3;

  /** Distinct values, descending. */
  final double[] values;

  /** How many eigenvalues each one stands for. */
  final double[] multiplicities;

  /** Whether unequal eigenvalues were merged, so that results are approximate. */
  final boolean merged;

  private Spectrum(double[] values, double[] multiplicities, boolean merged) {
    this.values = values;
    this.multiplicities = multiplicities;
    this.merged = merged;
  }

  /** Blocks of descending positive eigenvalues. */
  static Spectrum of(double[] descending) {
    if (descending.length <= EXACT_LIMIT) {
      return blocks(descending, descending, false);
    }
    double smallest = SMALL * descending[0];
    double width = -FastMath.log(SMALL) / (EXACT_LIMIT - 1);
    double[] keys = new double[descending.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = descending[i] < smallest ? 0 : descending[i];
    }
    Spectrum spectrum = blocks(keys, descending, true);
    if (spectrum.values.length > EXACT_LIMIT) {
      for (int i = 0; i < keys.length; i++) {
        keys[i] = keys[i] == 0 ? -1 : FastMath.floor(FastMath.log(keys[i] / smallest) / width);
      }
      spectrum = blocks(keys, descending, true);
    }
    return spectrum;
  }

  /**
   * One block for each run of equal keys, with the mean of its values; the first value is kept as
   * it is.
   */
  private static Spectrum blocks(double[] keys, double[] descending, boolean merged) {
    double[] values = new double[keys.length];
    double[] counts = new double[keys.length];
    int block = -1;
    for (int i = 0; i < keys.length; i++) {
      if (block < 0 || keys[i] != keys[i - 1] || (merged && i == 1)) {
        block++;
        values[block] = descending[i];
        counts[block] = 1;
      } else {
        counts[block]++;
        values[block] += (descending[i] - values[block]) / counts[block];
      }
    }
    return new Spectrum(Arrays.copyOf(values, block + 1), Arrays.copyOf(counts, block + 1), merged);
  }
}
