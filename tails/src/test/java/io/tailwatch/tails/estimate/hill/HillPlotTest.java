// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.sketch.BucketGrid;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HillPlotTest {
  private static final double ROUNDING = 1e-13;

  @ParameterizedTest
  @EnumSource(SketchLayout.class)
  void anEmptySketchHasNoPoint(SketchLayout layout) {
    HillPlot plot = HillPlot.of(TailSketch.empty(layout), TailSide.BOTH);
    assertThat(plot.size()).isZero();
    assertThat(plot.nearest(0.1)).isEmpty();
    assertThat(plot.atThreshold(1)).isEqualTo(new HillPoint(1, 0, 0, 0));
    assertThat(plot.atThreshold(1).reading()).isNaN();
  }

  /** One sample per bucket: the logarithms are those of the samples, without any binning. */
  @Test
  void singleSamplesAreExact() {
    double[] sample = {1.1, 2.3, -4.7, 0, 100.5, Double.NaN};
    HillPlot plot = HillPlot.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
    assertThat(plot.size()).isEqualTo(4);
    assertThat(plot.sampleSize()).isEqualTo(4);
    double expected = 0;
    double[] sizes = {(float) 100.5, (float) 4.7, (float) 2.3, (float) 1.1};
    for (int i = 0; i < 4; i++) {
      HillPoint point = plot.point(i);
      expected = 0;
      for (int j = 0; j <= i; j++) {
        expected += Math.log(sizes[j] / point.threshold());
      }
      assertThat(point.exceedances()).isEqualTo(i + 1);
      assertThat(point.threshold()).isLessThanOrEqualTo(sizes[i]).isGreaterThan(sizes[i] / 1.0625);
      assertThat(point.sumLogExcess()).isCloseTo(expected, within(ROUNDING));
      assertThat(point.reading()).isCloseTo((i + 1) / expected, within(1e-10));
    }
  }

  /**
   * Powers of two sit on edges: H over 1 of 2, 4, 8 is ln 2 (1 + 2 + 3) / 3, edge included or not.
   */
  @Test
  void samplesOnEdgesAreExceedancesOfTheirEdge() {
    HillPlot plot = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, 2, 4, 8), TailSide.BOTH);
    assertThat(plot.point(2)).isEqualTo(plot.atThreshold(2));
    assertThat(plot.atThreshold(2).exceedances()).isEqualTo(3);
    assertThat(plot.atThreshold(2).sumLogExcess()).isCloseTo(3 * Math.log(2), within(ROUNDING));
    assertThat(plot.atThreshold(1).sumLogExcess()).isCloseTo(6 * Math.log(2), within(ROUNDING));
    assertThat(plot.atThreshold(8)).isEqualTo(new HillPoint(8, 1, 3, 0));
    assertThat(plot.atThreshold(8).reading()).isInfinite();
    assertThat(plot.atThreshold(8.5).exceedances()).isZero();
    assertThat(plot.atThreshold(8.5).reading()).isNaN();
  }

  /** At an edge E[ln X/u] of a Pareto law is 1/alpha whatever u is; s.e. alpha/sqrt(k). */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 5})
  void paretoReadsItsIndexAtEveryEdge(double alpha) {
    HillPlot plot =
        HillPlot.of(
            Samples.sketch(SketchLayout.UNSIGNED, Samples.pareto(alpha, 200_000, 17)),
            TailSide.BOTH);
    for (int i = 0; i < plot.size(); i++) {
      HillPoint point = plot.point(i);
      double sigmas = (point.reading() / alpha - 1) * Math.sqrt(point.exceedances());
      if (point.exceedances() >= 100) {
        // Readings of neighbouring edges are nearly the same number: a dozen independent looks.
        assertThat(sigmas).as("%s", point).isBetween(-4.0, 4.0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"t3, 1", "t3, 2", "t3, 3", "pareto2, 1", "pareto2, 2", "pareto1, 1", "pareto1, 2"})
  void readingsMatchTheSortedSampleAtTheSameThreshold(String law, long seed) {
    for (int n : new int[] {4096, 65_536, 262_144}) {
      double[] sample =
          switch (law) {
            case "t3" -> Samples.studentT(3, n, seed);
            case "pareto2" -> Samples.pareto(2, n, seed);
            default -> Samples.pareto(1, n, seed);
          };
      ExactHill exact = ExactHill.of(sample, TailSide.BOTH);
      HillPlot plot = HillPlot.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
      int compared = 0;
      for (int i = 0; i < plot.size() && compared < 60; i++) {
        HillPoint point = plot.point(i);
        if (point.exceedances() >= 100) {
          HillPoint reference = exact.atThreshold(point.threshold());
          assertThat(point.exceedances()).isEqualTo(reference.exceedances());
          assertThat(point.sampleSize()).isEqualTo(reference.sampleSize());
          // The contract of the sketch; measured worst 6.1e-5.
          assertThat(point.reading() / reference.reading())
              .as("%s, n = %s, %s", law, n, point)
              .isCloseTo(1, within(1e-4));
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(10);
    }
  }

  @Test
  void theSidesOfASignedSketchAreReadApart() {
    double[] sample = {1, 2, 3, -5, -6, 0, Double.NEGATIVE_INFINITY, 1e-42};
    TailSketch sketch = Samples.sketch(SketchLayout.SIGNED, sample);
    HillPlot left = HillPlot.of(sketch, TailSide.LEFT);
    HillPlot right = HillPlot.of(sketch, TailSide.RIGHT);
    HillPlot both = HillPlot.of(sketch, TailSide.BOTH);
    assertThat(left.sampleSize()).isEqualTo(2);
    assertThat(right.sampleSize()).isEqualTo(3);
    assertThat(both.sampleSize()).isEqualTo(6);
    assertThat(left.point(1))
        .isEqualTo(
            HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, 5, 6), TailSide.BOTH).point(1));
    for (double u : new double[] {1, 2, 4, 5.5}) {
      assertThat(left.atThreshold(u).exceedances() + right.atThreshold(u).exceedances())
          .isEqualTo(both.atThreshold(u).exceedances());
    }
  }

  @Test
  void foldingASignedSketchEqualsTheUnsignedSketch() {
    double[] sample = Samples.studentT(2, 5000, 4);
    HillPlot folded = HillPlot.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
    HillPlot direct = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, sample), TailSide.BOTH);
    assertThat(folded.size()).isEqualTo(direct.size());
    for (int i = 0; i < folded.size(); i++) {
      assertThat(folded.point(i)).isEqualTo(direct.point(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-60, -3, 1, 7, 40})
  void scalingByAPowerOfTwoChangesNothingButTheThresholds(int power) {
    double[] sample = Samples.studentT(3, 5000, 4);
    double[] scaled = sample.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= Math.scalb(1.0, power);
    }
    HillPlot plot = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, sample), TailSide.BOTH);
    HillPlot other = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, scaled), TailSide.BOTH);
    assertThat(other.size()).isEqualTo(plot.size());
    for (int i = 0; i < plot.size(); i++) {
      HillPoint p = plot.point(i);
      assertThat(other.point(i))
          .isEqualTo(
              new HillPoint(
                  Math.scalb(p.threshold(), power),
                  p.exceedances(),
                  p.sampleSize(),
                  p.sumLogExcess()));
    }
  }

  @Test
  void theRestrictedPlotHasTheSamePoints() {
    TailSketch sketch = Samples.sketch(SketchLayout.SIGNED, Samples.studentT(3, 3000, 8));
    HillPlot plot = HillPlot.of(sketch, TailSide.LEFT);
    HillPlot above = HillPlot.above(sketch, TailSide.LEFT, 2);
    assertThat(above.atThreshold(2)).isEqualTo(plot.atThreshold(2));
    assertThat(above.size()).isBetween(1, plot.size() - 1);
    assertThat(above.point(above.size() - 1)).isEqualTo(plot.point(above.size() - 1));
  }

  @Test
  void tiedSamplesNeverGiveANegativeSum() {
    for (double x = 1; x < 2; x += 0.001) {
      double[] tied = new double[50];
      Arrays.fill(tied, x);
      HillPlot plot = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, tied), TailSide.BOTH);
      double exact = 50 * Math.log((float) x / plot.point(0).threshold());
      // 50 w^2/24 with w = 1/16: what the spread of evenly lying samples would take off.
      assertThat(plot.point(0).sumLogExcess()).isBetween(0.0, exact + ROUNDING);
      assertThat(plot.point(0).sumLogExcess()).isCloseTo(exact, within(50.0 / 256 / 24));
    }
  }

  @Test
  void nearestIsMeasuredOnALogScaleAndTiesGoToTheHigherThreshold() {
    // k = 1, 2, 4, ..., 64 of n = 64 at thresholds 64, 32, ..., 1.
    double[] sample = new double[64];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = Integer.highestOneBit(64 / (i + 1));
    }
    HillPlot plot = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, sample), TailSide.BOTH);
    assertThat(plot.nearest(4.0 / 64).orElseThrow().exceedances()).isEqualTo(4);
    assertThat(plot.nearest(5.6 / 64).orElseThrow().exceedances()).isEqualTo(4);
    assertThat(plot.nearest(5.7 / 64).orElseThrow().exceedances()).isEqualTo(8);
    assertThat(plot.nearest(1e-9).orElseThrow().exceedances()).isEqualTo(1);
    assertThat(plot.nearest(0.999).orElseThrow().exceedances()).isEqualTo(64);
    // Three samples, k = 1 and 4 of n = 4: the fraction of k = 2 is equally far from both.
    HillPlot tie = HillPlot.of(Samples.sketch(SketchLayout.UNSIGNED, 8, 1, 1, 1), TailSide.BOTH);
    assertThat(tie.nearest(0.5).orElseThrow().exceedances()).isEqualTo(1);
  }

  @Test
  void theWholeRangeOfFloatIsRead() {
    PackedSketch packed = new PackedSketch(SketchLayout.UNSIGNED, BucketGrid.MAX_MANTISSA_BITS);
    packed.update(Float.MAX_VALUE);
    packed.update(Float.MIN_NORMAL);
    HillPlot plot = HillPlot.of(packed.snapshot(), TailSide.BOTH);
    assertThat(plot.point(1).sumLogExcess())
        .isCloseTo(Math.log((double) Float.MAX_VALUE / Float.MIN_NORMAL), within(1e-12));
  }

  @Test
  void wrongArgumentsAreNamed() {
    TailSketch sketch = Samples.sketch(SketchLayout.UNSIGNED, 1, 2, 3);
    HillPlot plot = HillPlot.of(sketch, TailSide.BOTH);
    assertThatThrownBy(() -> HillPlot.of(sketch, TailSide.LEFT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("side must be BOTH for an unsigned sketch: was LEFT");
    assertThatThrownBy(() -> plot.nearest(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tailFraction must be in (0, 1): was 1.0");
    assertThatThrownBy(() -> plot.atThreshold(1.03))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be a bucket edge for mantissaBits 4: was 1.03");
  }
}
