// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.tails.estimate.PanedSample;
import io.tailwatch.tails.estimate.SketchedSample;
import io.tailwatch.tails.estimate.SortedSample;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * The values of a file as the estimators take them: centred, in the order of time, cut into {@value
 * #PANES} consecutive panes as a full window of the live analyzer is.
 *
 * @param centred in file order, of any kind
 * @param centre what was subtracted first
 * @param side which values make up the tail
 * @param counts what became of them
 * @param tail sketched, or sorted
 */
record FileSample(double[] centred, Centre centre, TailSide side, Counts counts, PanedSample tail) {

  /** Consecutive panes of a file. */
  static final int PANES = 32;

  /**
   * The sample of a file.
   *
   * @param exact sorted instead of sketched
   * @throws CommandFailure for values that a sketch cannot hold
   */
  static FileSample of(double[] values, Centre centre, TailSide side, boolean exact) {
    double c = centre.of(values);
    double[] centred = Arrays.stream(values).map(x -> x - c).toArray();
    Counts counts = Counts.of(centred, side);
    PanedSample tail =
        exact ? new SortedSample(centred, side, PANES) : sketched(centred, side, counts.usable());
    return new FileSample(centred, centre, side, counts, tail);
  }

  private static PanedSample sketched(double[] centred, TailSide side, long usable) {
    var panes = new ArrayList<TailSketch>(PANES);
    TailSketch sum = TailSketch.empty(SketchLayout.SIGNED);
    for (int b = 0; b < PANES; b++) {
      int from = (int) ((long) centred.length * b / PANES);
      int to = (int) ((long) centred.length * (b + 1) / PANES);
      var pane = new PackedSketch(SketchLayout.SIGNED);
      pane.update(centred, from, to - from);
      panes.add(pane.snapshot());
      sum = sum.plus(pane.snapshot());
    }
    PanedSample sketched = new SketchedSample(panes, sum, side);
    long lost = usable - sketched.profile().sampleSize();
    if (lost != 0) {
      throw CommandFailure.badData(
          Words.values(lost)
              + " outside the range of 32-bit floats, which the sketch holds: add --exact");
    }
    return sketched;
  }

  /** Whether the tail is sorted and not sketched. */
  boolean exact() {
    return tail.profile().exact();
  }
}
