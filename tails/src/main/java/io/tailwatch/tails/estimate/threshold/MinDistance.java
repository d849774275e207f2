// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Map;

/**
 * The threshold whose power law is nearest to the largest samples in their own unit (Danielsson,
 * Ergun, de Haan, de Vries 2016, Tail index estimation: quantile driven threshold selection):
 *
 * <pre>argmin over k of max over j &lt;= T of |X_(j+1) - X_(k+1) (k/j)^H(k)|,   T = 0.15 n,</pre>
 *
 * <p>for k from 2 to T. The largest few samples decide, so k is small and scatters. Of a sketch k
 * and j run over its edges. Undefined where no exceedance lies above a threshold, and when T is
 * below 2. Cost: every k is tried, with the same early end and the same bound as in {@link KsMin}.
 */
public final class MinDistance implements ThresholdRule {
  private static final double RANGE = 0.15;
  private static final long MIN_EXCEEDANCES = 2;

  @Override
  public String name() {
    return "min-distance";
  }

  /** Diagnostics: {@code distance}, in the unit of the samples. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    int size = 0;
    while (size < profile.size() && profile.exceedances(size) <= RANGE * profile.sampleSize()) {
      size++;
    }
    int points = size;
    double[] logRanks = new double[size];
    double[] hills = new double[size];
    for (int i = 0; i < size; i++) {
      logRanks[i] = StrictMath.log(profile.exceedances(i));
      hills[i] = profile.moment(i, 1);
    }
    MinimaxSearch search =
        new MinimaxSearch(
                (k, j) ->
                    Math.abs(
                        profile.threshold(j)
                            - profile.threshold(k)
                                * StrictMath.exp(hills[k] * (logRanks[k] - logRanks[j]))),
                k -> profile.exceedances(k) >= MIN_EXCEEDANCES && hills[k] > 0,
                k -> points - 1,
                KsMin.MAX_EVALUATIONS)
            .over(size);
    if (search.best() < 0) {
      return new ThresholdChoice.None(
          "there is no threshold with samples above it among the largest "
              + (long) (RANGE * profile.sampleSize())
              + " of "
              + profile.sampleSize()
              + " samples");
    }
    return ThresholdChoice.at(profile, search.best(), Map.of("distance", search.least()));
  }
}
