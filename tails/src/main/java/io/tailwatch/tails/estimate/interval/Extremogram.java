// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import java.util.Arrays;

/**
 * The extremogram of a series at one threshold, and the variance inflation of a Hill reading that
 * follows from it.
 *
 * <pre>chi(m) = P(X_m &gt;= u | X_0 &gt;= u),   inflation = 1 + 2 sum over m of chi(m)</pre>
 *
 * <p>for u to infinity (Davis and Mikosch 2009, Bernoulli 15, 977-1009; Drees 2000, Ann. Appl.
 * Prob. 10, 1274-1301). At a finite threshold independent samples still have chi(m) = f, the share
 * of exceedances, so the sum takes the autocorrelation (chi(m) - f) / (1 - f) of the exceedance
 * indicators instead, up to the lag cut of Politis (2003). The variance of ln(reading) is then
 * inflation / k. It counts exceedances only, not by how much they exceed: for a power law with
 * regularly varying joint laws the two agree in the limit, and {@link KernelInterval} measures the
 * same without that assumption.
 *
 * <p>For an offline sample in time order; the estimate from one path scatters by tens of per cent.
 * Immutable and thread-safe.
 */
public final class Extremogram {
  private final double[] conditional;
  private final double[] correlations;
  private final int cut;
  private final int exceedances;

  private Extremogram(double[] conditional, double[] correlations, int cut, int exceedances) {
    this.conditional = conditional;
    this.correlations = correlations;
    this.cut = cut;
    this.exceedances = exceedances;
  }

  /**
   * The extremogram up to a lag. Cost: the number of pairs of exceedances at most maxLag apart.
   *
   * @param maxLag in [1, n - 1]; a few times the length of a cluster, 100 or more
   * @throws IllegalArgumentException without exceedances, or when every step is one
   */
  public static Extremogram of(Exceedances series, int maxLag) {
    int n = series.length();
    int k = series.count();
    if (k == 0 || k == n) {
      throw new IllegalArgumentException(
          "exceedances must be in [1, " + (n - 1) + "]: were " + k + " of " + n + " steps");
    }
    if (maxLag < 1 || maxLag >= n) {
      throw new IllegalArgumentException("maxLag must be in [1, " + (n - 1) + "]: was " + maxLag);
    }
    double[] ones = new double[k];
    Arrays.fill(ones, 1);
    double[] pairs = series.laggedProducts(ones, maxLag);
    double share = (double) k / n;
    double[] conditional = new double[maxLag + 1];
    double[] correlations = new double[maxLag + 1];
    for (int m = 0; m <= maxLag; m++) {
      conditional[m] = pairs[m] / k * ((double) n / (n - m));
      correlations[m] = (conditional[m] - share) / (1 - share);
    }
    return new Extremogram(conditional, correlations, LagCut.of(correlations, n), k);
  }

  /** The largest lag. */
  public int maxLag() {
    return conditional.length - 1;
  }

  /**
   * chi(m): how often a step m steps after an exceedance is one too.
   *
   * @param lag m, in [0, maxLag]
   */
  public double conditional(int lag) {
    return conditional[lag];
  }

  /** The lag q after which correlations count as noise; 0 for a series without clusters. */
  public int cut() {
    return cut;
  }

  /** Whether correlations last up to the largest lag, so that the inflation is a lower limit. */
  public boolean truncated() {
    return 2 * cut > maxLag();
  }

  /** k times the variance of ln(reading): 1 for independent exceedances. */
  public double inflation() {
    return LagCut.inflation(correlations, cut);
  }

  /** How many independent exceedances would give the same error. */
  public double effectiveExceedances() {
    return exceedances / inflation();
  }
}
