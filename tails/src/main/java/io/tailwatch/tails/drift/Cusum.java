// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Objects;

/**
 * Two-sided cumulative sums against a baseline that is learnt once and then kept (Page 1954,
 * Biometrika 41, 100-115).
 *
 * <p>With the baseline's mean m over n blocks and its deviation s_0, and a block's y = ln(reading)
 * with standard error e,
 *
 * <pre>s = max(s_0, e),   x = (|y - m| - c s_0 / sqrt(n)) / s - a,   S = max(0, S + min(x, g h))
 * </pre>
 *
 * <p>for the side on which y lies (the other side takes the same with the sign of y - m turned),
 * and an alarm where S reaches h. The band of c standard errors is the error of the baseline: a
 * mean that is off would otherwise push every later block the same way. A block with a large error
 * of its own counts for less: one very long excursion makes a block read heavy and, because it
 * fills few panes, its error large. The limit g h of one block's gain makes an alarm need two.
 *
 * @param options tuning
 */
public record Cusum(DriftOptions options) implements DriftDetector {
  /** With the defaults. */
  public Cusum() {
    this(DriftOptions.cusum());
  }

  /** Checks that there are options. */
  public Cusum {
    Objects.requireNonNull(options, "options");
  }

  @Override
  public String name() {
    return "CUSUM";
  }

  @Override
  public DriftState next(DriftState state, BlockReading block) {
    return Recursion.next(options, state, block, 1);
  }
}
