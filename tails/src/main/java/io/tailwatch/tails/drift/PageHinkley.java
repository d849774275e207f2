// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Objects;

/**
 * The Page-Hinkley test: cumulative sums against the mean of all blocks so far (Page 1954; Hinkley
 * 1971, Biometrika 58, 509-523).
 *
 * <p>With the mean m and deviation s_0 of the n blocks before this one, and a block's y =
 * ln(reading) with standard error e,
 *
 * <pre>s = max(s_0, e),   w = (y - m) / (s sqrt(1 + 1/n)),   S = max(0, S + min(+/- w - a, g h))
 * </pre>
 *
 * <p>and an alarm where S reaches h: S is the distance of the cumulative sum of w - a from its
 * least value so far, as the test is usually written. The w are recursive residuals (Brown, Durbin
 * and Evans 1975): independent of each other although every mean is estimated, so that the error of
 * the baseline needs no band. The price is that a slow change is taken into the mean and not seen.
 *
 * @param options tuning
 */
public record PageHinkley(DriftOptions options) implements DriftDetector {
  /** With the defaults. */
  public PageHinkley() {
    this(DriftOptions.pageHinkley());
  }

  /** Checks that there are options. */
  public PageHinkley {
    Objects.requireNonNull(options, "options");
  }

  @Override
  public String name() {
    return "Page-Hinkley";
  }

  @Override
  public DriftState next(DriftState state, BlockReading block) {
    boolean judged = armed(state) && state.alarm().isEmpty();
    double inflation = StrictMath.sqrt(1 + 1.0 / Math.max(1, state.baseline().blocks()));
    DriftState after = Recursion.next(options, state, block, inflation);
    return judged && after.alarm().isEmpty() ? after.learnt(state.baseline().plus(block)) : after;
  }
}
