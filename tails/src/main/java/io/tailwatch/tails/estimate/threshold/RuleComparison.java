// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Rules side by side on one profile. Immutable and thread-safe; cost: that of the rules, of which
 * those that resample take seconds on 100,000 samples.
 *
 * @param choices what each made of it, by name, in the order they were given
 */
public record RuleComparison(Map<String, ThresholdChoice> choices) {
  /** Keeps a copy. */
  public RuleComparison {
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
  }

  /** The choices of some rules on a profile. */
  public static RuleComparison of(TailProfile profile, List<ThresholdRule> rules) {
    Map<String, ThresholdChoice> choices = new LinkedHashMap<>();
    for (ThresholdRule rule : rules) {
      choices.put(rule.name(), rule.choose(profile));
    }
    return new RuleComparison(choices);
  }

  /**
   * The largest over the smallest index that rules chose, less 1: 0.2 when they lie within 20 %.
   * Empty below two choices.
   */
  public OptionalDouble disagreement() {
    double[] indices =
        choices.values().stream()
            .flatMap(choice -> choice.chosen().stream())
            .mapToDouble(chosen -> chosen.point().reading())
            .sorted()
            .toArray();
    return indices.length < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(indices[indices.length - 1] / indices[0] - 1);
  }
}
