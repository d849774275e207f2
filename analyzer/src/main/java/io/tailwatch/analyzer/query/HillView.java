// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.tails.estimate.PanedHillPlot;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.estimate.threshold.RuleComparison;
import io.tailwatch.tails.estimate.threshold.ThresholdChoice;
import io.tailwatch.tails.estimate.threshold.ThresholdRules;
import java.util.List;
import java.util.Optional;

/**
 * A Hill plot: the readings of |x| at the bucket edges, from the highest threshold down, where the
 * estimate cuts, and where other rules would cut.
 *
 * @param chosen the cut of the estimate; null without one
 * @param rules every rule; those that need the samples themselves say so
 * @param disagreement largest over smallest index that rules chose, less 1
 * @param reason why there are no points; null when there are
 */
record HillView(
    PlotHead window,
    List<PointView> points,
    PointView chosen,
    List<RuleView> rules,
    Double disagreement,
    String reason) {

  /**
   * A point.
   *
   * @param lower of the 95 % interval
   * @param reason why there is no reading or no interval; null when there are both
   */
  record PointView(
      long k,
      double u,
      double tailFraction,
      Double reading,
      Double lower,
      Double upper,
      String reason) {

    static PointView of(HillPoint point, Optional<ReadingInterval> interval) {
      Double reading = Shown.finite(point.reading());
      return new PointView(
          point.exceedances(),
          point.threshold(),
          point.tailFraction(),
          reading,
          interval.map(ReadingInterval::lower).map(Shown::finite).orElse(null),
          interval.map(ReadingInterval::upper).map(Shown::finite).orElse(null),
          reading == null ? "constant" : interval.isEmpty() ? "too-few" : null);
    }
  }

  /**
   * A rule's choice.
   *
   * @param reason why it chose none; null when it did
   */
  record RuleView(
      String rule, Long k, Double u, Double tailFraction, Double reading, String reason) {
    static RuleView of(String name, ThresholdChoice choice) {
      if (choice instanceof ThresholdChoice.Chosen chosen) {
        HillPoint point = chosen.point();
        return new RuleView(
            name,
            point.exceedances(),
            point.threshold(),
            point.tailFraction(),
            Shown.finite(point.reading()),
            null);
      }
      return new RuleView(name, null, null, null, null, ((ThresholdChoice.None) choice).reason());
    }
  }

  static HillView of(Drawing drawing) {
    List<PointView> points =
        PanedHillPlot.of(drawing.panes(), drawing.sum(), TailSide.BOTH, drawing.request().points())
            .stream()
            .map(point -> PointView.of(point.point(), point.interval()))
            .toList();
    RuleComparison rules =
        RuleComparison.of(TailProfile.of(drawing.sum(), TailSide.BOTH), ThresholdRules.all());
    return new HillView(
        PlotHead.of(drawing),
        points,
        drawing
            .threshold()
            .map(cut -> PanedHillPlot.at(drawing.panes(), drawing.sum(), cut.threshold()))
            .map(point -> PointView.of(point.point(), point.interval()))
            .orElse(null),
        rules.choices().entrySet().stream()
            .map(each -> RuleView.of(each.getKey(), each.getValue()))
            .toList(),
        rules.disagreement().isPresent() ? Shown.finite(rules.disagreement().getAsDouble()) : null,
        drawing.reason());
  }
}
