// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The normal law. Tail probabilities are accurate far into the left tail; on the right {@link
 * #cumulative} rounds to 1. Immutable and thread-safe.
 *
 * @param mean finite
 * @param standardDeviation positive and finite, in the units of the mean
 */
public record Gaussian(double mean, double standardDeviation) implements Law {
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if a parameter is outside its range
   */
  public Gaussian {
    Parameters.location("mean", mean);
    Parameters.positive("standardDeviation", standardDeviation);
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT, "Gaussian(mean %.4g, standard deviation %.4g)", mean, standardDeviation);
  }

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public double logDensity(double x) {
    return STANDARD.logDensity(standardised(x)) - Math.log(standardDeviation);
  }

  @Override
  public double cumulative(double x) {
    return STANDARD.cumulativeProbability(standardised(x));
  }

  @Override
  public double quantile(double p) {
    return mean + standardDeviation * STANDARD.inverseCumulativeProbability(p);
  }

  @Override
  public ContinuousSampler sampler(UniformRandomProvider random) {
    ContinuousSampler standard = ZigguratSampler.NormalizedGaussian.of(random);
    return () -> mean + standardDeviation * standard.sample();
  }

  private double standardised(double x) {
    return Parameters.standardised(x, mean, standardDeviation);
  }
}
