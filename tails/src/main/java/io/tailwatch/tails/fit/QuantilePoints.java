// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.sketch.EvenSelection;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import java.util.List;

/**
 * Quantiles of a sketched sample where they are exact: at the bucket edges, with the share of the
 * finite samples below. For quantile-quantile plots; a law's side is {@link SeenLaw#quantile}.
 */
public final class QuantilePoints {
  /**
   * A quantile.
   *
   * @param probability share of the samples below, in (0, 1)
   * @param value the bucket edge; of |x| for an unsigned sketch
   */
  public record Point(double probability, double value) {}

  private QuantilePoints() {}

  /**
   * Quantiles in ascending order; empty where all samples lie in one bucket.
   *
   * @param points at most so many, evenly spaced in the logit of the probability, which gives both
   *     tails their part; at least 2
   */
  public static List<Point> of(TailSketch sketch, int points) {
    BucketSample sample = BucketSample.of(sketch);
    // The last edge has nothing above.
    int size = Math.max(0, sample.size() - 1);
    Point[] all = new Point[size];
    double[] logits = new double[size];
    double below = 0;
    for (int i = 0; i < size; i++) {
      below += sample.counts()[i];
      all[i] = new Point(below / sample.total(), sample.upperEdges()[i]);
      logits[i] = StrictMath.log(below / (sample.total() - below));
    }
    return Arrays.stream(EvenSelection.of(logits, points)).mapToObj(i -> all[i]).toList();
  }
}
