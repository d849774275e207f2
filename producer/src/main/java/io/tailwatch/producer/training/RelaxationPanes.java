// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.WindowSpec;

/**
 * Panes of a process that is published at a fixed share of its relaxation time: long enough for
 * panes to be nearly independent, as those of {@link RidgeRegression#paneSteps}. Stateless.
 */
final class RelaxationPanes {
  private static final double RELAXATIONS = 20;

  private RelaxationPanes() {}

  /** The window of a process with this many relaxation times between published steps. */
  static WindowSpec window(double spacing) {
    double steps = Math.ceil(RELAXATIONS / spacing);
    return WindowSpec.newBuilder()
        .setPaneSteps((int) Math.max(RidgeRegression.MIN_PANE_STEPS, steps))
        .setPanes(RidgeRegression.PANES)
        .build();
  }
}
