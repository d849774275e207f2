// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurvivalCurveTest {
  private static final int ALL = 10_000;

  @Test
  void sharesAreThoseOfTheSample() {
    double[] sample = Samples.studentT(3, 5_000, 1);
    sample[7] = 0;
    sample[8] = Double.NaN;
    TailSketch sketch = Samples.sketch(SketchLayout.SIGNED, sample);
    for (SurvivalCurve.Point point : SurvivalCurve.of(sketch, TailSide.BOTH, ALL)) {
      long beyond = Arrays.stream(sample).filter(x -> Math.abs(x) >= point.x()).count();
      assertThat(point.count()).isEqualTo(beyond);
      assertThat(point.share()).isEqualTo(beyond / 4_999.0);
    }
    for (SurvivalCurve.Point point : SurvivalCurve.of(sketch, TailSide.LEFT, ALL)) {
      assertThat(point.count())
          .isEqualTo(Arrays.stream(sample).filter(x -> x <= -point.x()).count());
    }
  }

  @Test
  void theCurveFallsAndKeepsItsEndsWhenThinned() {
    TailSketch sketch = Samples.sketch(SketchLayout.UNSIGNED, Samples.pareto(2, 50_000, 2));
    List<SurvivalCurve.Point> all = SurvivalCurve.of(sketch, TailSide.BOTH, ALL);
    List<SurvivalCurve.Point> few = SurvivalCurve.of(sketch, TailSide.BOTH, 20);
    assertThat(few).hasSizeBetween(10, 20).isSubsetOf(all);
    assertThat(few.get(0)).isEqualTo(all.get(0));
    assertThat(few.get(few.size() - 1)).isEqualTo(all.get(all.size() - 1));
    assertThat(few).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
    assertThat(few).isSortedAccordingTo((a, b) -> Long.compare(b.count(), a.count()));
  }

  @Test
  void theCurveBeginsWhereTheFirstHundredthEnds() {
    TailSketch sketch = Samples.sketch(SketchLayout.SIGNED, Samples.studentT(3, 50_000, 1));
    for (TailSide side : TailSide.values()) {
      List<SurvivalCurve.Point> curve = SurvivalCurve.of(sketch, side, ALL);
      HillPlot plot = HillPlot.of(sketch, side);
      double all = plot.sampleSize();
      assertThat(curve.get(0).count() / all).isGreaterThanOrEqualTo(0.99);
      assertThat(curve.get(1).count() / all).isLessThan(0.99);
      assertThat(curve.get(curve.size() - 1).x()).isEqualTo(plot.point(0).threshold());
    }
  }

  @Test
  void nothingUsableGivesNoCurve() {
    assertThat(
            SurvivalCurve.of(
                Samples.sketch(SketchLayout.UNSIGNED, 0, Double.NaN), TailSide.BOTH, ALL))
        .isEmpty();
  }

  @Test
  void anUnsignedSketchHasNoSides() {
    TailSketch sketch = Samples.sketch(SketchLayout.UNSIGNED, 1, 2);
    assertThatThrownBy(() -> SurvivalCurve.of(sketch, TailSide.LEFT, ALL))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
