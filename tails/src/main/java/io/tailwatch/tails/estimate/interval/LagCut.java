// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

/**
 * Where a sum of autocorrelations is cut: the empirical rule of Politis (2003, J. Nonparametric
 * Statistics 15, 105-117). The cut q is the least lag after which five lags in a row are below 2
 * sqrt(log10(n)/n) in size, and the sum runs to 2 q with weights 1 up to q that then fall linearly
 * to 0 (flat top). Where that sum of variances is not positive, which a flat top does not exclude,
 * the weights 1 - m/(2 q + 1) of Bartlett take its place.
 */
final class LagCut {
  private static final int IN_A_ROW = 5;
  private static final double SIZE = 2;

  private LagCut() {}

  /** q for autocorrelations of lags 1.. (index 0 is not read); the last lag when none passes. */
  static int of(double[] correlations, int n) {
    double small = SIZE * StrictMath.sqrt(StrictMath.log10(n) / n);
    int cut = 0;
    for (int m = 1; m < correlations.length && m <= cut + IN_A_ROW; m++) {
      if (Math.abs(correlations[m]) >= small) {
        cut = m;
      }
    }
    return cut;
  }

  /** 1 + 2 sum of weighted autocorrelations about a cut q. */
  static double inflation(double[] correlations, int cut) {
    double flat = 1;
    double bartlett = 1;
    int last = Math.min(2 * cut, correlations.length - 1);
    for (int m = 1; m <= last; m++) {
      flat += 2 * correlations[m] * (m <= cut ? 1 : 2 - (double) m / cut);
      bartlett += 2 * correlations[m] * (1 - m / (2.0 * cut + 1));
    }
    return flat > 0 ? flat : bartlett;
  }
}
