// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether two ways to take the bias out of a reading agree: the de-biased index, which assumes a
 * Student-t body, and the bias-reduced Hill estimator, which estimates the second-order term. They
 * disagree when the larger is more than {@value #LIMIT} times the smaller.
 *
 * @param debiased the de-biased index; positive, may be infinite
 * @param biasReduced the bias-reduced one; positive, may be infinite
 */
public record BodyMismatch(double debiased, double biasReduced) {
  /** The larger over the smaller, above which they disagree. */
  public static final double LIMIT = 1.15;

  /** Checks that both are positive. */
  public BodyMismatch {
    requirePositive("debiased", debiased);
    requirePositive("biasReduced", biasReduced);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be positive: was " + value);
    }
  }

  /** The larger over the smaller of the two; infinite when one of them is, 1 when both are. */
  public double ratio() {
    return debiased == biasReduced
        ? 1
        : Math.max(debiased, biasReduced) / Math.min(debiased, biasReduced);
  }

  /** What to say when they differ by more than 15 %. */
  public Optional<Finding> finding() {
    return ratio() <= LIMIT
        ? Optional.empty()
        : Optional.of(
            new Finding(
                WarningCode.BODY_MISMATCH,
                String.format(
                    Locale.ROOT,
                    "the de-biased index %.2f, which assumes a Student-t body, and the bias-reduced"
                        + " one %.2f differ by more than 15 %%",
                    debiased,
                    biasReduced)));
  }
}
