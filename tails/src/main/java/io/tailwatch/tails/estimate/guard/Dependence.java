// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether the exceedances, which come in clusters, are worth enough independent ones: they are k /
 * D, D the dependence factor, and enough is {@value #MIN_EFFECTIVE}.
 *
 * @param exceedances k
 * @param dependenceFactor the variance of the reading over that of k independent exceedances;
 *     positive
 */
public record Dependence(long exceedances, double dependenceFactor) {
  /** Independent exceedances below which an interval rests on little. */
  public static final int MIN_EFFECTIVE = 100;

  /**
   * The least factor that is taken as dependence: 32 panes of an independent sample scatter by 25
   * %.
   */
  public static final double CLEAR_FACTOR = 1.5;

  /** Checks that the factor is positive. */
  public Dependence {
    if (!(dependenceFactor > 0)) {
      throw new IllegalArgumentException(
          "dependenceFactor must be positive: was " + dependenceFactor);
    }
  }

  /** How many independent exceedances would give the same error. */
  public double effectiveExceedances() {
    return exceedances / dependenceFactor;
  }

  /** What to say when clear dependence leaves too few; nothing when there were too few before. */
  public Optional<Finding> finding() {
    return exceedances < MIN_EFFECTIVE
            || effectiveExceedances() >= MIN_EFFECTIVE
            || dependenceFactor < CLEAR_FACTOR
        ? Optional.empty()
        : Optional.of(
            new Finding(
                WarningCode.DEPENDENT,
                String.format(
                    Locale.ROOT,
                    "%d exceedances are worth %.0f independent ones",
                    exceedances,
                    effectiveExceedances())));
  }
}
