// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * How often a sample whose tail is the fitted power law lies farther from its own best fit than the
 * sample does (Clauset, Shalizi, Newman 2009, section 4.1). Each semi-parametric bootstrap set has
 * every sample drawn anew: with probability m/n from the fitted law, else from the body, those
 * below xmin; and xmin is chosen again for each set. A large p does not show a power law, only that
 * it is not rejected; the usual limit is 0.1.
 *
 * <p>For independent samples only: dependence makes p too small. Weak against light tails, because
 * KS-min leaves few samples in the tail. Offline: needs the sorted sample; cost per set: a sort and
 * a {@link KsMin} search.
 *
 * @param pValue the share of sets with a distance of the sample's or more
 * @param fit of the sample
 * @param sets how many were made; the error of p is at most 1 / (2 sqrt(sets))
 */
public record KsPValue(double pValue, KsMin.Fit fit, int sets) {
  /** The number of sets that gives p to 0.01. */
  public static final int DEFAULT_SETS = 2500;

  /** The most sets that are made. */
  public static final int MAX_SETS = 100_000;

  /** 1 / (2 sqrt(sets)), the standard error of p at its largest. */
  public double standardError() {
    return 0.5 / StrictMath.sqrt(sets);
  }

  /**
   * The p-value of a sorted sample. Empty where KS-min finds no fit, or was cancelled before the
   * first set.
   *
   * @param profile of a sorted sample
   * @param sets from 1 to {@value #MAX_SETS}
   * @param cancelled asked before each set: once true, p is that of the sets made so far
   */
  public static Optional<KsPValue> of(
      TailProfile profile, KsMin rule, int sets, long seed, BooleanSupplier cancelled) {
    if (!profile.exact()) {
      throw new IllegalArgumentException("profile must be of a sorted sample: was of a sketch");
    }
    if (sets < 1 || sets > MAX_SETS) {
      throw new IllegalArgumentException("sets must be in [1, " + MAX_SETS + "]: were " + sets);
    }
    Optional<KsMin.Fit> fit = rule.fit(profile);
    if (fit.isEmpty()) {
      return Optional.empty();
    }
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    int made = 0;
    int farther = 0;
    while (made < sets && !cancelled.getAsBoolean()) {
      TailProfile set = TailProfile.of(draw(profile, fit.get(), random), TailSide.BOTH);
      Optional<KsMin.Fit> found = rule.fit(set);
      if (found.isPresent() && found.get().distance() >= fit.get().distance()) {
        farther++;
      }
      made++;
    }
    return made == 0
        ? Optional.empty()
        : Optional.of(new KsPValue((double) farther / made, fit.get(), made));
  }

  private static double[] draw(TailProfile profile, KsMin.Fit fit, UniformRandomProvider random) {
    int n = Math.toIntExact(profile.sampleSize());
    int tail = Math.toIntExact(fit.tailSize());
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      int rank = 1 + random.nextInt(n);
      sample[i] =
          rank <= tail
              ? Math.min(
                  Double.MAX_VALUE,
                  fit.threshold() * StrictMath.pow(1 - random.nextDouble(), -1 / fit.index()))
              : profile.orderStatistic(rank);
    }
    return sample;
  }
}
