// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t with location 0 and scale 1: what the symmetric and the skew law share. The library's
 * law, continued to where the square of z is not a double.
 */
final class StandardT {
  // Beyond, 1 + z^2/nu is z^2/nu to the last bit for every nu that is not taken as infinite.
  private static final double FAR = 1e100;

  private final double nu;
  private final TDistribution law;
  private final double logPeak;

  StandardT(double nu) {
    Parameters.require(nu > 0, "nu", "positive", nu);
    this.nu = nu;
    law = TDistribution.of(nu);
    logPeak = law.logDensity(0);
  }

  double nu() {
    return nu;
  }

  double logDensity(double z) {
    double r = z * z / nu;
    if (r > FAR) {
      return logPeak - (nu + 1) * (Math.log(Math.abs(z)) - Math.log(nu) / 2);
    }
    return nu == Double.POSITIVE_INFINITY
        ? logPeak - z * z / 2
        : logPeak - (nu + 1) / 2 * Math.log1p(r);
  }

  /** P(Z &lt;= z), accurate in relative terms for z below 0. */
  double cumulative(double z) {
    if (Double.isInfinite(z)) {
      return z > 0 ? 1 : 0;
    }
    if (Math.abs(z) > FAR && nu < FAR) {
      // The first term of the expansion in nu/z^2; the second is below the last bit.
      double tail = Math.exp(logDensity(z) + Math.log(Math.abs(z)) - Math.log(nu));
      return z > 0 ? 1 - tail : tail;
    }
    return law.cumulativeProbability(z);
  }

  double quantile(double p) {
    return p > 0.5 ? 0.0 - leftQuantile(1 - p) : leftQuantile(p);
  }

  /**
   * The quantile of p in [0, 1/2], to about 1e-14 in relative terms, 1e-9 absolute at the centre.
   * Negative infinity where it is not a double.
   */
  private double leftQuantile(double p) {
    double logDistance = (logPeak + (nu - 1) / 2 * Math.log(nu) - Math.log(p)) / nu;
    return nu < FAR && logDistance > Math.log(FAR)
        ? -Math.exp(logDistance)
        : law.inverseCumulativeProbability(p);
  }

  ContinuousSampler sampler(UniformRandomProvider random) {
    return law.createSampler(random)::sample;
  }
}
