// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import java.util.Optional;

/**
 * What one estimator says about the extreme value index gamma = 1/alpha, dimensionless, at one
 * threshold, or why it cannot. The profile that it reads holds neither zeros nor values that are
 * not finite; an empty one, a threshold that no sample lies above, and a formula that divides by
 * zero give {@link Undefined}. Tied samples count one by one. Immutable and thread-safe.
 */
public sealed interface Opinion {

  /**
   * An estimate.
   *
   * @param gamma the extreme value index, 1/alpha where positive; a light tail has 0 or less
   * @param standardError of gamma, asymptotic
   * @param exceedances k, those that the estimate is made from
   * @param note what the reader must know beside the numbers, as one sentence
   */
  record Defined(double gamma, double standardError, long exceedances, Optional<String> note)
      implements Opinion {

    /** An estimate with nothing to add. */
    public Defined(double gamma, double standardError, long exceedances) {
      this(gamma, standardError, exceedances, Optional.empty());
    }

    /** alpha = 1/gamma, a survival exponent; infinite when gamma is not positive. */
    public double index() {
      return gamma > 0 ? 1 / gamma : Double.POSITIVE_INFINITY;
    }
  }

  /**
   * No estimate.
   *
   * @param reason one plain sentence
   */
  record Undefined(String reason) implements Opinion {}

  /** The estimate, where there is one. */
  default Optional<Defined> defined() {
    return this instanceof Defined defined ? Optional.of(defined) : Optional.empty();
  }
}
