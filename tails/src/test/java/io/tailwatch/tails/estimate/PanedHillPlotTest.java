// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.tails.estimate.hill.HillPlot;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanedHillPlotTest {
  private static final int ALL = 10_000;

  private final List<TailSketch> panes =
      Samples.panes(SketchLayout.SIGNED, Samples.studentT(3, 100_000, 5), 32);
  private final TailSketch sum = Samples.sum(panes);

  @Test
  void pointsAreThoseOfTheHillPlot() {
    HillPlot plot = HillPlot.of(sum, TailSide.BOTH);
    List<PanedHillPlot.Point> points = PanedHillPlot.of(panes, sum, TailSide.BOTH, ALL);
    assertThat(points).hasSize(plot.size());
    for (int i = 0; i < points.size(); i++) {
      assertThat(points.get(i).point()).isEqualTo(plot.point(i));
    }
  }

  @Test
  void atTheThresholdOfAnEstimateItIsThatEstimate() {
    var estimate = (WindowEstimate.Defined) WindowEstimator.estimate(panes, sum, 0.005);
    PanedHillPlot.Point there =
        PanedHillPlot.of(panes, sum, TailSide.BOTH, ALL).stream()
            .filter(point -> point.point().threshold() == estimate.point().threshold())
            .findFirst()
            .orElseThrow();
    assertThat(there.interval()).contains(estimate.reading());
    assertThat(PanedHillPlot.at(panes, sum, estimate.point().threshold())).isEqualTo(there);
  }

  @Test
  void thereIsAnIntervalWhereThereAreExceedancesEnough() {
    List<PanedHillPlot.Point> points = PanedHillPlot.of(panes, sum, TailSide.BOTH, ALL);
    assertThat(points)
        .allSatisfy(
            point ->
                assertThat(point.interval().isPresent())
                    .isEqualTo(point.point().exceedances() >= 100));
    assertThat(points.get(0).interval()).isEmpty();
    assertThat(points.get(points.size() - 1).interval()).isPresent();
  }

  @Test
  void fewPointsAreSpreadOverTheWholePlot() {
    List<PanedHillPlot.Point> few = PanedHillPlot.of(panes, sum, TailSide.BOTH, 12);
    assertThat(few).hasSizeBetween(6, 12);
    assertThat(few.get(0).point().exceedances()).isLessThan(10);
    assertThat(few.get(few.size() - 1).point().exceedances()).isEqualTo(100_000);
  }

  @Test
  void oneSideHasItsOwnPlot() {
    assertThat(PanedHillPlot.of(panes, sum, TailSide.LEFT, ALL))
        .extracting(PanedHillPlot.Point::point)
        .contains(HillPlot.of(sum, TailSide.LEFT).point(10));
  }

  @Test
  void withoutPanesThereIsNoInterval() {
    TailSketch empty = TailSketch.empty(SketchLayout.UNSIGNED);
    assertThat(PanedHillPlot.of(List.of(), empty, TailSide.BOTH, ALL)).isEmpty();
  }
}
