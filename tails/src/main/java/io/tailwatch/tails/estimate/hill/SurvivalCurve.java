// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import io.tailwatch.tails.sketch.EvenSelection;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import java.util.List;

/**
 * The survival function of a sketched sample at its bucket edges, where it is exact: the share of
 * the finite samples that lie at or beyond x. Stateless and thread-safe. Cost: a scan of the
 * buckets.
 */
public final class SurvivalCurve {
  /**
   * A point.
   *
   * @param x a bucket edge, positive; of the left tail it stands for -x
   * @param count samples at or beyond it
   * @param share of the finite samples, in (0, 1]
   */
  public record Point(double x, long count, double share) {}

  private static final double LEFT_OUT = 0.01;

  private SurvivalCurve() {}

  /**
   * The curve of one tail, or of |x|, from the lowest x up; empty without usable samples. Of the
   * samples of that side 1 % lie below it: what they would add is a long level line.
   *
   * @param points at most so many, evenly spaced in ln x; at least 2
   * @throws IllegalArgumentException for one side of an unsigned sketch
   */
  public static List<Point> of(TailSketch sketch, TailSide side, int points) {
    HillPlot plot = HillPlot.of(sketch, side);
    int size = beginning(plot) + 1;
    double[] depths = new double[size];
    for (int i = 1; i < size; i++) {
      depths[i] = depths[i - 1] + plot.logDrop(i);
    }
    Point[] chosen =
        Arrays.stream(EvenSelection.of(depths, points))
            .mapToObj(plot::point)
            .map(
                point ->
                    new Point(
                        point.threshold(),
                        point.exceedances(),
                        (double) point.exceedances() / sketch.finite()))
            .toArray(Point[]::new);
    Point[] rising = new Point[chosen.length];
    Arrays.setAll(rising, i -> chosen[chosen.length - 1 - i]);
    return List.of(rising);
  }

  /** The edge that the curve begins at; -1 where there is none. */
  private static int beginning(HillPlot plot) {
    int last = plot.size() - 1;
    if (last < 0) {
      return -1;
    }
    double wanted = (1 - LEFT_OUT) * plot.point(last).exceedances();
    int i = 0;
    while (plot.point(i).exceedances() < wanted) {
      i++;
    }
    return i;
  }
}
