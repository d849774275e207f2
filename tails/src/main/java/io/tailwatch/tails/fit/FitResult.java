// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Optional;

/**
 * What came of a fit: a law, or the reason why there is none. Immutable and thread-safe.
 *
 * @param <L> the family of laws fitted
 */
public sealed interface FitResult<L extends Law> {

  /** The fitted law with its likelihood, if there is one. */
  default Optional<Fitted<L>> fitted() {
    return Optional.empty();
  }

  /**
   * A law fitted to a sample.
   *
   * @param logLikelihood sum of the log densities of the sample, natural logarithm
   * @param n size of the sample
   */
  record Fitted<L extends Law>(L law, double logLikelihood, int n) implements FitResult<L> {
    @Override
    public Optional<Fitted<L>> fitted() {
      return Optional.of(this);
    }

    /**
     * Akaike's information criterion (1974), twice the number of parameters less twice the log
     * likelihood. Of fits to the same sample the least is preferred; meaningless between samples.
     */
    public double aic() {
      return 2 * (law.parameters() - logLikelihood);
    }
  }

  /**
   * No law.
   *
   * @param detail what was found and what the rule is, with numbers
   */
  record Undefined<L extends Law>(FitProblem problem, String detail) implements FitResult<L> {}
}
