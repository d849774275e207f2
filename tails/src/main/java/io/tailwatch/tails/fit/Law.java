// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * A continuous law on the real line with fixed parameters. Implementations are immutable and
 * thread-safe; NaN in gives NaN out.
 */
public interface Law {
  /** As people write it, with its parameters: {@code t(nu 3.02, location 0.001, scale 1.2)}. */
  String description();

  /** How many parameters a fit of this law chooses. */
  int parameters();

  /** Natural logarithm of the density; negative infinity outside the support. */
  double logDensity(double x);

  /** P(X &lt;= x), in [0, 1]. */
  double cumulative(double x);

  /**
   * The least x with P(X &lt;= x) &gt;= p.
   *
   * @param p in [0, 1]; the ends give the ends of the support
   */
  double quantile(double p);

  /** Draws from this law. The sampler is single-threaded, as its source is. */
  ContinuousSampler sampler(UniformRandomProvider random);
}
