// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Optional;

/**
 * The 95 % interval of the alpha of a fitted stable law, or the reason why there is none.
 * Immutable.
 *
 * @see StableBootstrap
 */
public sealed interface AlphaInterval {
  /** The interval, if there is one. */
  default Optional<Bootstrapped> bootstrapped() {
    return Optional.empty();
  }

  /**
   * By block bootstrap.
   *
   * @param lower in [0.5, 2], at most the fitted alpha
   * @param upper in [0.5, 2], at least the fitted alpha
   * @param blocks how many consecutive blocks the sample was cut into
   * @param bootstraps how often as many blocks were drawn from these
   * @param seed of the draws
   */
  record Bootstrapped(double lower, double upper, int blocks, int bootstraps, long seed)
      implements AlphaInterval {
    @Override
    public Optional<Bootstrapped> bootstrapped() {
      return Optional.of(this);
    }
  }

  /**
   * None.
   *
   * @param detail what was found and what the rule is, with numbers
   */
  record Unavailable(FitProblem problem, String detail) implements AlphaInterval {}
}
