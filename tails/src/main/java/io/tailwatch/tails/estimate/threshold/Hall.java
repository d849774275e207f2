// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hall's bootstrap (1990, J. Multivariate Anal. 32, 177-203): k1 makes the mean square distance of
 * H in resamples of size n1 = n^0.955 from a pilot, H(2 sqrt n) of the sample, least, and
 *
 * <pre>k0 = k1 (n/n1)^(2/3),</pre>
 *
 * <p>the exponent being that of rho = -1. The choice is as good as the pilot and as rho = -1.
 * Offline only: needs the sorted sample, {@value DoubleBootstrap#MIN_SAMPLES} of them; cost: per
 * resample one pass over it. The seed is fixed, so that equal samples give equal choices.
 */
public final class Hall implements ThresholdRule {
  private static final double SHARE = 0.955;
  private static final double GROWTH = 2.0 / 3;
  private static final long DEFAULT_SEED = 1990;

  private final int resamples;
  private final long seed;

  /** With {@value DoubleBootstrap#DEFAULT_RESAMPLES} resamples. */
  public Hall() {
    this(DoubleBootstrap.DEFAULT_RESAMPLES, DEFAULT_SEED);
  }

  /**
   * With a given effort.
   *
   * @param resamples at least 1
   */
  public Hall(int resamples, long seed) {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1: were " + resamples);
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "hall";
  }

  /** Diagnostics: {@code pilot}, the reading at 2 sqrt n, and {@code k1}. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    long n = profile.sampleSize();
    if (!profile.exact()) {
      return new ThresholdChoice.None("a sketch cannot be resampled: use the sorted sample");
    }
    if (n < DoubleBootstrap.MIN_SAMPLES) {
      return new ThresholdChoice.None(
          n + " usable samples, fewer than the " + DoubleBootstrap.MIN_SAMPLES + " needed");
    }
    double pilot = profile.moment(profile.nearest(2 * StrictMath.sqrt(n)), 1);
    if (!(pilot > 0)) {
      return new ThresholdChoice.None("the largest 2 sqrt n samples are all one value");
    }
    int size = (int) StrictMath.pow(n, SHARE);
    int k1 =
        new TailResampler(profile, seed)
            .argmin(
                size,
                resamples,
                DoubleBootstrap.MIN_EXCEEDANCES,
                (hill, second) -> (hill - pilot) * (hill - pilot));
    double k0 = k1 * StrictMath.pow((double) n / size, GROWTH);
    Map<String, Double> diagnostics = new LinkedHashMap<>();
    diagnostics.put("pilot", 1 / pilot);
    diagnostics.put("k1", (double) k1);
    return ThresholdChoice.at(profile, profile.nearest(k0), diagnostics);
  }
}
