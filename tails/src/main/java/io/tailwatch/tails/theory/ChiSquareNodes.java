// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.util.FastMath;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * A chi-square law as a quadrature rule: its quantiles in the middle of cells of equal probability,
 * stretched by several factors so that high moments have nodes too. Moments of the orders that were
 * asked for agree with the law to about 1e-4. No degrees of freedom give the constant 0. Immutable
 * and thread-safe.
 */
final class ChiSquareNodes {
  private static final int QUANTILES = 1024;
  private static final int STRETCHES = 3;

  private final int degrees;
  private final double[] quantiles = new double[QUANTILES];

  ChiSquareNodes(int degrees) {
    this.degrees = degrees;
    if (degrees > 0) {
      ChiSquaredDistribution law = ChiSquaredDistribution.of(degrees);
      for (int i = 0; i < QUANTILES; i++) {
        quantiles[i] = law.inverseCumulativeProbability((i + 0.5) / QUANTILES);
      }
    }
  }

  /** Nodes for moments of orders up to the one given. */
  Stretched stretched(double order) {
    double[] stretches = new double[STRETCHES];
    for (int s = 0; s < STRETCHES; s++) {
      // Of X^order times the density the maximum lies at that multiple of the mean.
      double largest = 1 + 2 * order / Math.max(1, degrees);
      stretches[s] = FastMath.pow(largest, s / (STRETCHES - 1.0));
    }
    double[] values = new double[STRETCHES * QUANTILES];
    double[] logShares = new double[values.length];
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      double x = stretches[i / QUANTILES] * quantiles[i % QUANTILES];
      double density = 0;
      for (double stretch : stretches) {
        density += FastMath.exp((x * (1 - 1 / stretch) - degrees * FastMath.log(stretch)) / 2);
      }
      values[i] = x;
      logShares[i] = -FastMath.log(density);
      total += 1 / density;
    }
    double logMean = FastMath.log(total / values.length);
    for (int i = 0; i < values.length; i++) {
      logShares[i] -= logMean;
    }
    return new Stretched(values, logShares);
  }

  /** Nodes in the order of stretch, then size, and the logarithm of what each counts. */
  static final class Stretched {
    final double[] values;
    final double[] logShares;

    private Stretched(double[] values, double[] logShares) {
      this.values = values;
      this.logShares = logShares;
    }

    /** The number of the node at a share of their sequence, which is repeated. */
    int at(double share) {
      return (int) (share * values.length) % values.length;
    }
  }
}
