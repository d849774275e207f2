// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Arrays;
import java.util.Comparator;

/** The computation of {@link SecondOrder}. */
final class SecondOrderEstimator {
  private static final double FROM = 0.995;
  private static final double TO = 0.999;

  private final TailProfile profile;

  SecondOrderEstimator(TailProfile profile) {
    this.profile = profile;
  }

  SecondOrder estimate() {
    long n = profile.sampleSize();
    if (n < SecondOrder.MIN_SAMPLES || profile.size() == 0) {
      return new SecondOrder.Undefined(
          n + " usable samples, fewer than the " + SecondOrder.MIN_SAMPLES + " needed");
    }
    int at = profile.nearest(StrictMath.floor(StrictMath.pow(n, TO)));
    if (!(profile.moment(at, 1) > 0)) {
      return new SecondOrder.Undefined("the samples are all one value");
    }
    int from = Math.min(at, profile.nearest(StrictMath.floor(StrictMath.pow(n, FROM))));
    int tau = variation(1, from, at) < variation(0, from, at) ? 1 : 0;
    double rho = rho(tau, at);
    double beta = beta(rho, at);
    if (!Double.isFinite(rho) || !Double.isFinite(beta)) {
      return new SecondOrder.Undefined("rho or beta has no finite value: rho is " + rho);
    }
    return new SecondOrder.Estimated(rho, beta, tau, profile.exceedances(at));
  }

  /** rho at one threshold; not finite where its formula divides by zero. */
  private double rho(int tau, int i) {
    double first = profile.moment(i, 1);
    double second = StrictMath.sqrt(profile.moment(i, 2) / 2);
    double third = StrictMath.cbrt(profile.moment(i, 3) / 6);
    if (tau == 0) {
      first = StrictMath.log(first);
      second = StrictMath.log(second);
      third = StrictMath.log(third);
    }
    // T = over / under, not divided: under is 0 for samples that are exactly Pareto.
    double over = first - second;
    double under = second - third;
    return -Math.abs(3 * (over - under) / (over - 3 * under));
  }

  /** The squared deviations of rho from its median over a range of thresholds; never NaN. */
  private double variation(int tau, int from, int to) {
    double[][] rhos = new double[to - from + 1][];
    double total = 0;
    for (int i = from; i <= to; i++) {
      double weight = i == from ? 1 : (double) profile.exceedances(i) - profile.exceedances(i - 1);
      rhos[i - from] = new double[] {rho(tau, i), weight};
      total += weight;
    }
    Arrays.sort(rhos, Comparator.comparingDouble(pair -> pair[0]));
    double median = median(rhos, total);
    double sum = 0;
    for (double[] pair : rhos) {
      double deviation = pair[0] - median;
      sum += pair[1] * deviation * deviation;
    }
    return sum < Double.POSITIVE_INFINITY ? sum : Double.POSITIVE_INFINITY;
  }

  private static double median(double[][] sorted, double total) {
    double below = 0;
    int i = 0;
    while (below + sorted[i][1] < total / 2) {
      below += sorted[i++][1];
    }
    boolean between = below + sorted[i][1] == total / 2 && i + 1 < sorted.length;
    return between ? (sorted[i][0] + sorted[i + 1][0]) / 2 : sorted[i][0];
  }

  private double beta(double rho, int at) {
    double k = profile.exceedances(at);
    double plain = profile.sumLogExcess(at) / k;
    double weights = 0;
    double weighted = 0;
    double twice = 0;
    for (int i = 0; i <= at; i++) {
      double before = i == 0 ? 0 : profile.exceedances(i - 1);
      double spacing = profile.sumLogExcess(i) - (i == 0 ? 0 : profile.sumLogExcess(i - 1));
      double count = profile.exceedances(i) - before;
      double weight = weight(-rho, before, profile.exceedances(i), k);
      weights += count * weight;
      weighted += weight * spacing;
      twice += weight(-2 * rho, before, profile.exceedances(i), k) * spacing;
    }
    double d = weights / k;
    double first = weighted / k;
    double second = twice / k;
    return StrictMath.pow(k / profile.sampleSize(), rho)
        * (d * plain - first)
        / (d * first - second);
  }

  /**
   * The mean of (i/k)^power over the ranks of a threshold's own samples, before &lt; i &lt;= to.
   */
  private static double weight(double power, double before, double to, double k) {
    if (to - before == 1) {
      return StrictMath.pow(to / k, power);
    }
    double upper = StrictMath.pow((to + 0.5) / k, power + 1);
    double lower = StrictMath.pow((before + 0.5) / k, power + 1);
    return (upper - lower) * k / ((power + 1) * (to - before));
  }
}
