// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import java.util.List;
import java.util.Optional;

/** All threshold rules with their default settings, by name. Static and thread-safe. */
public final class ThresholdRules {
  private static final List<ThresholdRule> ALL =
      List.of(
          new FixedFraction(),
          new KsMin(),
          new DoubleBootstrap(),
          new Hall(),
          new MinDistance(),
          new Stability(),
          new DreesKaufmann(),
          new ReissThomas(),
          new Amse());

  private ThresholdRules() {}

  /** Every rule, the live default first. */
  public static List<ThresholdRule> all() {
    return ALL;
  }

  /** The rule of this name, exactly as {@link ThresholdRule#name}. */
  public static Optional<ThresholdRule> named(String name) {
    return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /** The names, in the order of {@link #all}. */
  public static List<String> names() {
    return ALL.stream().map(ThresholdRule::name).toList();
  }
}
