// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.Interval;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The estimate of a window at a fixed tail fraction: the bucket edge nearest to it on the sum of
 * the panes, the interval by {@link BatchMeans} over the panes at that edge, and the index by
 * {@link StudentTReading} at the fraction actually used. Both tails are folded together; a signed
 * sketch shows each tail too.
 *
 * <p>Undefined, in this order: {@code too-few} below {@value #MIN_PANES} panes; {@code constant}
 * when the samples from the threshold up fill fewer than {@value #MIN_TAIL_BUCKETS} buckets; {@code
 * too-few} below {@value #MIN_EXCEEDANCES} exceedances, and when they come from fewer than {@value
 * #MIN_PANES} panes, because an error cannot be had from a few bursts. In simulated windows of 32
 * panes of SGD (d = 1, 2, 5, 50; projection and norm) they never came from fewer than 12 panes, and
 * for projections from 28 or more. Stateless and thread-safe. Cost: one scan of the sum and of the
 * tail of each pane, and three inversions of {@link StudentTReading}.
 */
public final class WindowEstimator {
  /** The least number of panes, and of panes with an exceedance. */
  public static final int MIN_PANES = 8;

  /** The least number of exceedances. */
  public static final int MIN_EXCEEDANCES = 100;

  /** The least number of occupied buckets from the threshold up. */
  public static final int MIN_TAIL_BUCKETS = 3;

  private WindowEstimator() {}

  /**
   * The estimate of one window.
   *
   * @param panes the panes of the window, oldest first
   * @param sum their sum, from which the reading comes: panes serve the interval only
   * @param tailFraction f, in (0, 1)
   * @throws IllegalArgumentException when {@code sum} is not the sum of the panes
   */
  public static WindowEstimate estimate(
      List<TailSketch> panes, TailSketch sum, double tailFraction) {
    HillPlot plot = HillPlot.of(sum, TailSide.BOTH);
    Optional<HillPoint> nearest = plot.nearest(tailFraction);
    if (panes.size() < MIN_PANES) {
      return tooFew("%d panes, fewer than the %d needed", panes.size(), MIN_PANES);
    }
    if (nearest.isEmpty()) {
      return tooFew("%d usable samples, fewer than the %d needed", 0, MIN_EXCEEDANCES);
    }
    HillPoint point = nearest.get();
    int buckets = plot.bucketsFrom(point);
    if (buckets < MIN_TAIL_BUCKETS) {
      return new WindowEstimate.Undefined(
          Reason.CONSTANT,
          "the samples from the threshold "
              + point.threshold()
              + " up fill "
              + buckets
              + " of the "
              + MIN_TAIL_BUCKETS
              + " buckets needed: they are nearly one value");
    }
    if (point.exceedances() < MIN_EXCEEDANCES) {
      return tooFew(
          "%d exceedances, fewer than the %d needed", point.exceedances(), MIN_EXCEEDANCES);
    }
    List<HillPoint> batches = batches(panes, point);
    long contributing = batches.stream().filter(batch -> batch.exceedances() > 0).count();
    if (contributing < MIN_PANES) {
      return tooFew(
          "the exceedances come from %d panes, fewer than the %d needed", contributing, MIN_PANES);
    }
    return defined(panes, sum, point, BatchMeans.of(point, batches));
  }

  private static List<HillPoint> batches(List<TailSketch> panes, HillPoint point) {
    double threshold = point.threshold();
    return panes.stream()
        .map(pane -> HillPlot.above(pane, TailSide.BOTH, threshold).atThreshold(threshold))
        .toList();
  }

  private static WindowEstimate defined(
      List<TailSketch> panes, TailSketch sum, HillPoint point, ReadingInterval reading) {
    double fraction = point.tailFraction();
    double index = StudentTReading.index(point.reading(), fraction);
    return new WindowEstimate.Defined(
        point,
        reading,
        index,
        new Interval(
            StudentTReading.index(reading.lower(), fraction),
            StudentTReading.index(reading.upper(), fraction)),
        side(sum, TailSide.LEFT, point.threshold()),
        side(sum, TailSide.RIGHT, point.threshold()),
        Diagnosis.of(panes, sum, point, index));
  }

  private static Optional<HillPoint> side(TailSketch sum, TailSide side, double threshold) {
    return sum.layout() == SketchLayout.UNSIGNED
        ? Optional.empty()
        : Optional.of(HillPlot.above(sum, side, threshold).atThreshold(threshold));
  }

  private static WindowEstimate tooFew(String format, long found, int needed) {
    return new WindowEstimate.Undefined(
        Reason.TOO_FEW, String.format(Locale.ROOT, format, found, needed));
  }
}
