// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.EffectiveSize;
import io.tailwatch.tails.estimate.threshold.KsMin;
import io.tailwatch.tails.estimate.threshold.KsPValue;
import io.tailwatch.tails.estimate.threshold.RuleComparison;
import io.tailwatch.tails.estimate.threshold.ThresholdChoice;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import io.tailwatch.tails.estimate.threshold.ThresholdRules;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the threshold rules make of a file, side by side. They read the sorted sample up to {@value
 * #SORTED_LIMIT} values or when it was asked for, else the sketch, of which those that resample
 * make nothing.
 *
 * @param comparison by name
 * @param sorted whether they read the sorted sample
 * @param ksPValue how often a power law lies as far from its own best fit, from a thinned sample
 */
record RuleChoices(RuleComparison comparison, boolean sorted, Optional<KsPValue> ksPValue) {

  /** The most values that are sorted without being asked to. */
  static final int SORTED_LIMIT = 250_000;

  /** The most values that the p-value of KS-min is simulated with. */
  static final int TESTED = 1_000;

  /** The number of simulated sets for it. */
  static final int SETS = 99;

  private static final long SEED = 2009;

  /** The choices of all rules. */
  static RuleChoices of(FileSample sample, Progress progress) {
    TailProfile profile = profile(sample);
    Map<String, ThresholdChoice> choices = new LinkedHashMap<>();
    for (ThresholdRule rule : ThresholdRules.all()) {
      progress.at("threshold rule " + rule.name());
      choices.put(rule.name(), rule.choose(profile));
    }
    progress.at("p-value of ks-min");
    return new RuleChoices(new RuleComparison(choices), profile.exact(), pValue(sample));
  }

  /** What the rules read. */
  static TailProfile profile(FileSample sample) {
    return sample.exact() || sample.counts().usable() > SORTED_LIMIT
        ? sample.tail().profile()
        : TailProfile.of(sample.centred(), sample.side());
  }

  private static Optional<KsPValue> pValue(FileSample sample) {
    double[] sizes =
        Arrays.stream(sample.centred())
            .filter(
                x ->
                    Double.isFinite(x)
                        && x != 0
                        && (sample.side() == TailSide.BOTH
                            || (sample.side() == TailSide.RIGHT) == x > 0))
            .map(Math::abs)
            .toArray();
    double[] some = Thinned.to(BodyFits.FITTED, sizes).values();
    double most = Math.min(TESTED, EffectiveSize.of(some));
    TailProfile tested = TailProfile.of(Thinned.to(most, some).values(), TailSide.BOTH);
    return KsPValue.of(tested, new KsMin(), SETS, SEED, () -> false);
  }
}
