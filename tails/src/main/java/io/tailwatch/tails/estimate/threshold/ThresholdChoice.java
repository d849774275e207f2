// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule makes of a profile: one of its thresholds, in the unit of the samples, or why none.
 * Immutable and thread-safe.
 */
public sealed interface ThresholdChoice {

  /**
   * A threshold.
   *
   * @param at which one of the profile
   * @param point the Hill estimator there; its reading is the index by this rule
   * @param diagnostics numbers that the rule found on the way, by name, in the order of their use
   */
  record Chosen(int at, HillPoint point, Map<String, Double> diagnostics)
      implements ThresholdChoice {
    /** Keeps a copy of the diagnostics. */
    public Chosen {
      diagnostics = Collections.unmodifiableMap(new LinkedHashMap<>(diagnostics));
    }
  }

  /**
   * No threshold.
   *
   * @param reason one plain sentence
   */
  record None(String reason) implements ThresholdChoice {}

  /** The threshold, where there is one. */
  default Optional<Chosen> chosen() {
    return this instanceof Chosen chosen ? Optional.of(chosen) : Optional.empty();
  }

  /** The i-th threshold of a profile, unless no exceedance lies above it. */
  static ThresholdChoice at(TailProfile profile, int i, Map<String, Double> diagnostics) {
    if (i < 0) {
      return new None("there is no threshold among " + profile.sampleSize() + " samples");
    }
    double sum = profile.sumLogExcess(i);
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      return new None("no exceedance of the threshold " + profile.threshold(i) + " lies above it");
    }
    return new Chosen(i, profile.point(i), diagnostics);
  }
}
