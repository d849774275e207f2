// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.WindowEstimator;
import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.opinion.BiasReducedHill;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What one window said, beside the population reading at the fraction it used.
 *
 * @param live the estimate of the live analyzer
 * @param plain batch means as they are: symmetric on the log scale, t with one degree of freedom
 *     less than there are panes
 * @param independent the formula for independent exceedances
 * @param biasReduced the index by the bias-reduced Hill estimator
 */
record WindowOutcome(
    double population,
    WindowEstimate.Defined live,
    Limits plain,
    Limits independent,
    double biasReduced) {
  static final int PANES = 32;

  /** Empty for a window that is undefined. */
  static Optional<WindowOutcome> of(double[] sample, double tailFraction, Population population) {
    List<TailSketch> panes = panes(sample, PANES);
    TailSketch sum = panes.stream().reduce(TailSketch::plus).orElseThrow();
    if (!(WindowEstimator.estimate(panes, sum, tailFraction)
        instanceof WindowEstimate.Defined live)) {
      return Optional.empty();
    }
    HillPoint point = live.point();
    TailProfile profile = TailProfile.of(sum, TailSide.BOTH);
    double gamma =
        BiasReducedHill.at(profile, profile.nearest(point.exceedances()))
            .defined()
            .orElseThrow()
            .gamma();
    return Optional.of(
        new WindowOutcome(
            population.reading(point.tailFraction()),
            live,
            plain(point, panes),
            Limits.of(BatchMeans.independent(point)),
            1 / gamma));
  }

  static List<TailSketch> panes(double[] sample, int count) {
    List<TailSketch> panes = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      int from = (int) ((long) sample.length * b / count);
      int to = (int) ((long) sample.length * (b + 1) / count);
      PackedSketch pane = new PackedSketch(SketchLayout.UNSIGNED);
      pane.update(sample, from, to - from);
      panes.add(pane.snapshot());
    }
    return panes;
  }

  static List<HillPoint> batches(List<TailSketch> panes, double threshold) {
    return panes.stream()
        .map(pane -> HillPlot.above(pane, TailSide.BOTH, threshold).atThreshold(threshold))
        .toList();
  }

  /** Symmetric on the log scale, with the quantile of t for one less than there are panes. */
  static Limits plain(HillPoint point, List<TailSketch> panes) {
    int count = panes.size();
    double[] influences =
        batches(panes, point.threshold()).stream()
            .mapToDouble(batch -> batch.sumLogExcess() - batch.exceedances() / point.reading())
            .toArray();
    double error = Statistics.deviation(influences) * Math.sqrt(count) / point.sumLogExcess();
    double quantile = new TDistribution(null, count - 1).inverseCumulativeProbability(0.975);
    double reach = Math.exp(quantile * error);
    return new Limits(point.reading() / reach, point.reading() * reach);
  }

  Limits interval() {
    return Limits.of(live.reading());
  }

  /** Interval of the index. */
  Limits index() {
    return new Limits(live.indexInterval().lower(), live.indexInterval().upper());
  }

  /** The bias-reduced index with the relative limits of the reading. */
  Limits biasReducedLimits() {
    return interval().times(biasReduced / live.reading().reading());
  }

  double logDeviation() {
    return Math.log(live.reading().reading() / population);
  }
}
