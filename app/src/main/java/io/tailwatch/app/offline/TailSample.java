// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.BucketGrid;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A sample from which Hill points are read, sorted or sketched. */
sealed interface TailSample {

  /** Consecutive blocks of the file for the interval. */
  int BLOCKS = 32;

  /** n, the number of usable values. */
  long size();

  /** The Hill point at a cut; needs at least two usable values. */
  HillPoint at(Cut cut);

  /** The points of {@link #BLOCKS} consecutive blocks at one threshold. */
  List<HillPoint> blocks(double threshold);

  /** The sorted sample. */
  record Sorted(ExactHill hill) implements TailSample {

    @Override
    public long size() {
      return hill.sampleSize();
    }

    @Override
    public HillPoint at(Cut cut) {
      if (cut instanceof Cut.Count count) {
        requireBelow(count.k(), size());
        return hill.atRank(count.k());
      }
      return cut instanceof Cut.Fraction fraction
          ? hill.atFraction(fraction.f())
          : hill.atThreshold(((Cut.Threshold) cut).u());
    }

    @Override
    public List<HillPoint> blocks(double threshold) {
      return hill.batches(threshold, BLOCKS);
    }
  }

  /**
   * The sketches of the blocks and their sum, as the live analyzer holds a window: the threshold is
   * the bucket edge nearest to the cut.
   */
  record Sketched(List<TailSketch> panes, TailSide side, HillPlot plot) implements TailSample {

    /** Sketches centred values; those that are not usable count as such. */
    static Sketched of(double[] values, TailSide side) {
      var panes = new ArrayList<TailSketch>(BLOCKS);
      TailSketch sum = TailSketch.empty(SketchLayout.SIGNED);
      for (int b = 0; b < BLOCKS; b++) {
        int from = (int) ((long) values.length * b / BLOCKS);
        int to = (int) ((long) values.length * (b + 1) / BLOCKS);
        var pane = new PackedSketch(SketchLayout.SIGNED);
        pane.update(values, from, to - from);
        panes.add(pane.snapshot());
        sum = sum.plus(pane.snapshot());
      }
      return new Sketched(panes, side, HillPlot.of(sum, side));
    }

    @Override
    public long size() {
      return plot.sampleSize();
    }

    @Override
    public HillPoint at(Cut cut) {
      if (cut instanceof Cut.Threshold threshold) {
        try {
          return plot.atThreshold(threshold.u());
        } catch (IllegalArgumentException e) {
          throw CommandFailure.usage(notAnEdge(threshold.u()));
        }
      }
      return plot.nearest(fraction(cut).orElseThrow()).orElseThrow();
    }

    /** The share of the usable values that a cut asks for; a threshold asks for none. */
    OptionalDouble fraction(Cut cut) {
      if (cut instanceof Cut.Count count) {
        return OptionalDouble.of((double) requireBelow(count.k(), size()) / size());
      }
      return cut instanceof Cut.Fraction fraction
          ? OptionalDouble.of(fraction.f())
          : OptionalDouble.empty();
    }

    private static String notAnEdge(double u) {
      var grid = new BucketGrid(BucketGrid.DEFAULT_MANTISSA_BITS);
      int below = grid.magnitudeOf((float) u);
      below = Math.max(grid.firstNormal(), Math.min(below, grid.endNormal() - 1));
      double lower = grid.lowerEdge(below);
      double upper = grid.lowerEdge(Math.min(below + 1, grid.endNormal() - 1));
      return "--threshold "
          + Words.exactly(u)
          + " is not a bucket edge of the sketch: take the nearest one, "
          + Words.exactly(u - lower <= upper - u ? lower : upper)
          + ", or add --exact, which takes any threshold";
    }

    @Override
    public List<HillPoint> blocks(double threshold) {
      return panes.stream()
          .map(pane -> HillPlot.above(pane, side, threshold).atThreshold(threshold))
          .toList();
    }
  }

  private static int requireBelow(int k, long n) {
    if (k >= n) {
      throw CommandFailure.usage(
          "--k must be below the number of usable values, " + n + ": was " + k);
    }
    return k;
  }
}
