// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import io.tailwatch.tails.estimate.hill.HillPoint;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Intervals of a Hill reading from a whole sample in time order, by a kernel estimate of the
 * long-run variance of its influence (Hsing 1991, Ann. Statist. 19, 1547-1569; Hill 2010,
 * Econometric Theory 26, 1398-1436).
 *
 * <p>With psi_t = ln(x_t/u) - H for an exceedance and 0 otherwise,
 *
 * <pre>k Var(ln H) = (1/(k H^2)) (sum psi_t^2 + 2 sum over m of w(m) sum_t psi_t psi_(t+m)).</pre>
 *
 * <p>Weights are Bartlett's, w(m) = 1 - m/(L + 1), for a given lag L (never negative), or the flat
 * top up to a cut taken from the sample (Politis 2003). The quantile is normal. For offline use;
 * beside {@link BatchMeans} it needs the order of single samples. Stateless and thread-safe; cost:
 * the number of pairs of exceedances at most L apart.
 */
public final class KernelInterval {
  private KernelInterval() {}

  /**
   * With Bartlett's weights.
   *
   * @param lag L, in [0, n - 1]
   * @throws IllegalArgumentException when there is no exceedance above the threshold
   */
  public static ReadingInterval bartlett(Exceedances series, int lag) {
    double[] sums = products(series, lag);
    double inflation = sums[0];
    for (int m = 1; m <= lag; m++) {
      inflation += 2 * sums[m] * (1 - m / (lag + 1.0));
    }
    return interval(series.point(), inflation);
  }

  /**
   * With a flat top up to twice the lag that the sample asks for, at most {@code maxLag}.
   *
   * @param maxLag in [0, n - 1]
   * @throws IllegalArgumentException when there is no exceedance above the threshold
   */
  public static ReadingInterval flatTop(Exceedances series, int maxLag) {
    double[] sums = products(series, maxLag);
    double[] correlations = new double[sums.length];
    for (int m = 0; m < sums.length; m++) {
      correlations[m] = sums[0] == 0 ? 0 : sums[m] / sums[0];
    }
    int cut = LagCut.of(correlations, series.length());
    return interval(series.point(), sums[0] * LagCut.inflation(correlations, cut));
  }

  /** Sums of psi psi over pairs by lag, divided by k H^2. */
  private static double[] products(Exceedances series, int maxLag) {
    HillPoint point = BatchMeans.requireReading(series.point());
    if (maxLag < 0 || maxLag >= series.length()) {
      throw new IllegalArgumentException(
          "lag must be in [0, " + (series.length() - 1) + "]: was " + maxLag);
    }
    double hill = point.sumLogExcess() / point.exceedances();
    double[] influences = new double[series.count()];
    for (int i = 0; i < influences.length; i++) {
      influences[i] = series.logExcess(i) - hill;
    }
    double[] sums = series.laggedProducts(influences, maxLag);
    for (int m = 0; m <= maxLag; m++) {
      sums[m] /= hill * point.sumLogExcess();
    }
    return sums;
  }

  private static ReadingInterval interval(HillPoint point, double inflation) {
    double error = StrictMath.sqrt(Math.max(0, inflation) / point.exceedances());
    double reach =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.5 + BatchMeans.LEVEL / 2)
            * error;
    return new ReadingInterval(
        point.reading(),
        point.reading() * StrictMath.exp(-reach),
        point.reading() * StrictMath.exp(reach),
        error,
        error * error * point.exceedances());
  }
}
