// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The double bootstrap (Danielsson, de Haan, Peng, de Vries 2001, J. Multivariate Anal. 76,
 * 226-248): the k of least asymptotic mean square error of Hill's estimator, without knowing rho.
 *
 * <p>The control statistic Q(k) = (M2 - 2 H^2)^2, whose mean vanishes for a power law, is averaged
 * over resamples of size n1 = n^0.9 and of n2 = n1^2/n; k1 and k2 are where the averages are least,
 * and with the exponent as corrected by Qi (2008, Extremes 11, 127-146)
 *
 * <pre>k0 = (k1^2/k2) (2 ln n1/ln k1 - 1)^-(1 - ln k1/ln n1),   rho = ln k1/(2 ln k1 - 2 ln n1).
 * </pre>
 *
 * <p>Resamples repeat the largest samples, which puts Q near 0 for the first few k: those below
 * {@value #MIN_EXCEEDANCES} are not admitted. When k2 &gt; k1 both are drawn again, {@value
 * #ATTEMPTS} times in all, and then there is no choice. Offline only: needs the sorted sample,
 * {@value #MIN_SAMPLES} of them; cost: per resample one pass over it. The seed is fixed, so that
 * equal samples give equal choices.
 */
public final class DoubleBootstrap implements ThresholdRule {
  /** How many resamples of each size unless told otherwise. */
  public static final int DEFAULT_RESAMPLES = 500;

  /** How often resamples are drawn at most. */
  public static final int ATTEMPTS = 5;

  /** The least k admitted in a resample. */
  public static final int MIN_EXCEEDANCES = 10;

  /** The least number of samples. */
  public static final int MIN_SAMPLES = 500;

  private static final double SHARE = 0.9;
  private static final long DEFAULT_SEED = 2001;

  private final int resamples;
  private final long seed;

  /** With {@value #DEFAULT_RESAMPLES} resamples. */
  public DoubleBootstrap() {
    this(DEFAULT_RESAMPLES, DEFAULT_SEED);
  }

  /**
   * With a given effort.
   *
   * @param resamples of each size, at least 1
   */
  public DoubleBootstrap(int resamples, long seed) {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1: were " + resamples);
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "double-bootstrap";
  }

  /** Diagnostics: {@code k1}, {@code k2}, {@code rho}. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    long n = profile.sampleSize();
    if (!profile.exact()) {
      return new ThresholdChoice.None("a sketch cannot be resampled: use the sorted sample");
    }
    if (n < MIN_SAMPLES) {
      return new ThresholdChoice.None(
          n + " usable samples, fewer than the " + MIN_SAMPLES + " needed");
    }
    if (!(profile.sumLogExcess(profile.size() - 1) > 0)) {
      return new ThresholdChoice.None("the samples are all one value");
    }
    int large = (int) StrictMath.pow(n, SHARE);
    int small = (int) ((double) large * large / n);
    TailResampler resampler = new TailResampler(profile, seed);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int k1 = resampler.argmin(large, resamples, MIN_EXCEEDANCES, DoubleBootstrap::control);
      int k2 = resampler.argmin(small, resamples, MIN_EXCEEDANCES, DoubleBootstrap::control);
      if (k2 <= k1) {
        return choice(profile, k1, k2, large);
      }
    }
    return new ThresholdChoice.None(
        "the smaller resamples chose more exceedances than the larger in "
            + ATTEMPTS
            + " of "
            + ATTEMPTS
            + " attempts");
  }

  private static double control(double hill, double secondMoment) {
    double excess = secondMoment - 2 * hill * hill;
    return excess * excess;
  }

  private static ThresholdChoice choice(TailProfile profile, int k1, int k2, int large) {
    double share = StrictMath.log(k1) / StrictMath.log(large);
    double k0 = (double) k1 * k1 / k2 * StrictMath.pow(2 / share - 1, share - 1);
    Map<String, Double> diagnostics = new LinkedHashMap<>();
    diagnostics.put("k1", (double) k1);
    diagnostics.put("k2", (double) k2);
    diagnostics.put("rho", share / (2 * share - 2));
    return ThresholdChoice.at(
        profile, profile.nearest(Math.max(1, StrictMath.rint(k0))), diagnostics);
  }
}
