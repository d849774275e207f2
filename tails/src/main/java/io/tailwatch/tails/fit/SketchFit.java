// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Optional;

/**
 * What came of a fit to a sketch: a law, or the reason why there is none. Immutable.
 *
 * @param <L> the family of laws fitted
 */
public sealed interface SketchFit<L extends Law> {

  /** The fitted law, if there is one. */
  default Optional<Fitted<L>> fitted() {
    return Optional.empty();
  }

  /**
   * A law fitted to the buckets of a sketch.
   *
   * @param law of X; where the sketch has no signs, symmetric about 0
   * @param distance the largest difference between its distribution and the sample's at the bucket
   *     edges: at most the Kolmogorov-Smirnov distance
   */
  record Fitted<L extends Law>(L law, double distance) implements SketchFit<L> {
    @Override
    public Optional<Fitted<L>> fitted() {
      return Optional.of(this);
    }
  }

  /**
   * No law.
   *
   * @param detail what was found and what the rule is, with numbers
   */
  record Undefined<L extends Law>(FitProblem problem, String detail) implements SketchFit<L> {}
}
