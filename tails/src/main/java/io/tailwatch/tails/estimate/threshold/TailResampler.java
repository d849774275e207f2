// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Bootstrap resamples of a sorted sample, seen as H and M2 at every rank, averaged over many. A
 * resample costs one pass over the sample. Single-threaded.
 */
final class TailResampler {
  /** What is averaged. */
  interface Criterion {
    double of(double hill, double secondMoment);
  }

  private final double[] logDepths;
  private final int[] drawn;
  private final UniformRandomProvider random;

  /** Of a sorted sample: {@link TailProfile#exact}. */
  TailResampler(TailProfile profile, long seed) {
    this.logDepths = new double[Math.toIntExact(profile.sampleSize())];
    for (int i = 0; i < profile.size(); i++) {
      logDepths[i + 1] = profile.logDepth(i);
    }
    this.drawn = new int[logDepths.length];
    this.random = RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  /**
   * The k with the least mean criterion over resamples, the least of equal ones.
   *
   * @param size of a resample, more than {@code from}
   * @param resamples how many
   * @param from the least k admitted
   */
  int argmin(int size, int resamples, int from, Criterion criterion) {
    double[] sums = new double[size];
    for (int b = 0; b < resamples; b++) {
      add(size, criterion, sums);
    }
    int best = from;
    for (int k = from; k < size; k++) {
      if (sums[k] < sums[best]) {
        best = k;
      }
    }
    return best;
  }

  private void add(int size, Criterion criterion, double[] sums) {
    for (int i = 0; i < size; i++) {
      drawn[random.nextInt(drawn.length)]++;
    }
    int k = -1;
    double before = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < drawn.length; i++) {
      for (; drawn[i] > 0; drawn[i]--) {
        k++;
        if (k > 0) {
          double drop = logDepths[i] - before;
          second += drop * (2 * first + k * drop);
          first += k * drop;
          sums[k] += criterion.of(first / k, second / k);
        }
        before = logDepths[i];
      }
    }
  }
}
