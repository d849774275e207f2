// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.guard.TooFew;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.sketch.EvenSelection;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Hill plot of a window of panes, with the interval of {@link BatchMeans} at every edge that
 * has enough for one ({@link TooFew}). Each interval is for its own edge: they do not hold together
 * for the whole curve, and an edge that was picked by looking at it has none. Stateless and
 * thread-safe. Cost: a scan of each pane, and two quantiles of Student's t for each edge.
 */
public final class PanedHillPlot {
  /**
   * A point of the plot.
   *
   * @param point k, u and the reading
   * @param interval of the population reading at this edge; empty when too little is known
   */
  public record Point(HillPoint point, Optional<ReadingInterval> interval) {}

  private PanedHillPlot() {}

  /**
   * The plot from the highest threshold down.
   *
   * @param panes oldest first
   * @param sum their sum
   * @param points at most so many, evenly spaced in ln k; at least 2
   * @throws IllegalArgumentException for one side of an unsigned sketch
   */
  public static List<Point> of(List<TailSketch> panes, TailSketch sum, TailSide side, int points) {
    HillPlot plot = HillPlot.of(sum, side);
    List<HillPlot> ofPanes = panes.stream().map(pane -> HillPlot.of(pane, side)).toList();
    double[] positions = new double[plot.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = StrictMath.log(plot.point(i).exceedances());
    }
    List<Point> chosen = new ArrayList<>();
    for (int i : EvenSelection.of(positions, points)) {
      HillPoint point = plot.point(i);
      List<HillPoint> batches =
          ofPanes.stream().map(pane -> pane.atThreshold(point.threshold())).toList();
      chosen.add(new Point(point, interval(point, batches)));
    }
    return List.copyOf(chosen);
  }

  /**
   * The point at one threshold.
   *
   * @param threshold a bucket edge
   */
  public static Point at(List<TailSketch> panes, TailSketch sum, double threshold) {
    HillPoint point = HillPlot.above(sum, TailSide.BOTH, threshold).atThreshold(threshold);
    List<HillPoint> batches =
        panes.stream()
            .map(pane -> HillPlot.above(pane, TailSide.BOTH, threshold).atThreshold(threshold))
            .toList();
    return new Point(point, interval(point, batches));
  }

  private static Optional<ReadingInterval> interval(HillPoint point, List<HillPoint> batches) {
    return point.sumLogExcess() > 0 && TooFew.of(batches).finding().isEmpty()
        ? Optional.of(BatchMeans.of(point, batches))
        : Optional.empty();
  }
}
