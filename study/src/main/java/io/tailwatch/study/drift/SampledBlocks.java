// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import io.tailwatch.study.process.Process;
import io.tailwatch.tails.drift.BlockReading;
import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blocks as the analyzer makes them: samples of a process, sketched in panes, the threshold taken
 * anew in each block at the same fraction. Single-threaded.
 */
final class SampledBlocks {
  static final int PANES = 32;

  /** Steps of a pane: 50,000 of a block, so that there are 1,000 exceedances. */
  static final int PANE_STEPS = 1_563;

  static final double TAIL_FRACTION = 0.02;

  private final double[] buffer = new double[PANE_STEPS];
  private Process.Path path;

  SampledBlocks(Process.Path path) {
    this.path = path;
  }

  /** Goes on with another path. */
  void turnTo(Process.Path other) {
    path = other;
  }

  /** The next block. */
  Optional<WindowEstimate.Defined> next() {
    return next(PANES, path);
  }

  /** The next block, which turns to another path after some of its panes. */
  Optional<WindowEstimate.Defined> next(int panesBefore, Process.Path other) {
    List<TailSketch> panes = new ArrayList<>();
    for (int i = 0; i < PANES; i++) {
      if (i == panesBefore) {
        path = other;
      }
      for (int j = 0; j < PANE_STEPS; j++) {
        buffer[j] = path.next();
      }
      PackedSketch pane = new PackedSketch(SketchLayout.UNSIGNED);
      pane.update(buffer, 0, PANE_STEPS);
      panes.add(pane.snapshot());
    }
    TailSketch sum = panes.stream().reduce(TailSketch::plus).orElseThrow();
    return WindowEstimator.estimate(panes, sum, TAIL_FRACTION)
            instanceof WindowEstimate.Defined defined
        ? Optional.of(defined)
        : Optional.empty();
  }

  static BlockReading reading(WindowEstimate.Defined estimate) {
    return new BlockReading(estimate.reading().reading(), estimate.reading().logStandardError());
  }
}
