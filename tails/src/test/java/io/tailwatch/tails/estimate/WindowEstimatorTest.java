// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.hill.ExactHill;
import io.tailwatch.tails.estimate.hill.HillPoint;
import io.tailwatch.tails.estimate.hill.StudentTReading;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.interval.BatchMeans;
import io.tailwatch.tails.estimate.interval.ReadingInterval;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowEstimatorTest {
  private static WindowEstimate estimate(List<TailSketch> panes, double fraction) {
    return WindowEstimator.estimate(panes, Samples.sum(panes), fraction);
  }

  private static WindowEstimate.Undefined undefined(List<TailSketch> panes, double fraction) {
    return (WindowEstimate.Undefined) estimate(panes, fraction);
  }

  @Test
  void aHeavyTailedWindowHasAReadingAnIndexAndBothSides() {
    double[] sample = Samples.studentT(3, 100_000, 6);
    List<TailSketch> panes = Samples.panes(SketchLayout.SIGNED, sample, 32);
    var defined = (WindowEstimate.Defined) estimate(panes, 0.005);
    HillPoint point = defined.point();
    assertThat(point.sampleSize()).isEqualTo(100_000);
    // Bucket edges of t(3) near f = 0.5 % are 18 % apart in k.
    assertThat(point.tailFraction()).isBetween(0.0045, 0.0055);
    assertThat(defined.reading().reading()).isEqualTo(point.reading());
    double population = StudentTReading.reading(3, point.tailFraction());
    assertThat(defined.reading().interval().contains(population)).isTrue();
    assertThat(defined.indexInterval().contains(3)).isTrue();
    assertThat(defined.indexInterval().contains(defined.index())).isTrue();
    assertThat(StudentTReading.reading(defined.index(), point.tailFraction()))
        .isCloseTo(point.reading(), within(1e-8));
    HillPoint left = defined.left().orElseThrow();
    HillPoint right = defined.right().orElseThrow();
    assertThat(left.threshold()).isEqualTo(point.threshold());
    assertThat(left.exceedances() + right.exceedances()).isEqualTo(point.exceedances());
    assertThat(defined.effectiveExceedances())
        .isCloseTo(1 / Math.pow(defined.reading().logStandardError(), 2), within(1e-6));
  }

  @Test
  void theReadingIsThatOfTheSortedSample() {
    double[] sample = Samples.studentT(4, 64_000, 7);
    var defined =
        (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.UNSIGNED, sample, 32), 0.02);
    ExactHill exact = ExactHill.of(sample, TailSide.BOTH);
    HillPoint reference = exact.atThreshold(defined.point().threshold());
    assertThat(defined.point().exceedances()).isEqualTo(reference.exceedances());
    assertThat(defined.point().reading() / reference.reading()).isCloseTo(1, within(1e-4));
    ReadingInterval interval = BatchMeans.of(reference, exact.batches(reference.threshold(), 32));
    // The same batches, read from sketches: their influences are good to 1e-3 of one another.
    assertThat(defined.reading().upper() / interval.upper()).isCloseTo(1, within(1e-3));
    assertThat(defined.left()).isEmpty();
    assertThat(defined.right()).isEmpty();
  }

  @Test
  void aGaussianWindowHasAnUnboundedIndex() {
    List<TailSketch> panes = Samples.panes(SketchLayout.SIGNED, Samples.gaussian(100_000, 3), 32);
    var defined = (WindowEstimate.Defined) estimate(panes, 0.005);
    assertThat(defined.indexInterval().unbounded()).isTrue();
    assertThat(defined.reading().reading()).isGreaterThan(StudentTReading.reading(12, 0.005));
  }

  @Test
  void sevenPanesAreTooFewAndEightAreEnough() {
    double[] sample = Samples.studentT(3, 20_000, 8);
    WindowEstimate.Undefined seven = undefined(Samples.panes(SketchLayout.SIGNED, sample, 7), 0.02);
    assertThat(seven.reason()).isEqualTo(Reason.TOO_FEW);
    assertThat(seven.reason().code()).isEqualTo("too-few");
    assertThat(seven.message()).isEqualTo("7 panes, fewer than the 8 needed");
    assertThat(estimate(Samples.panes(SketchLayout.SIGNED, sample, 8), 0.02))
        .isInstanceOf(WindowEstimate.Defined.class);
  }

  @Test
  void fewerThanAHundredExceedancesAreTooFew() {
    WindowEstimate.Undefined few =
        undefined(Samples.panes(SketchLayout.SIGNED, Samples.studentT(3, 4000, 9), 32), 0.02);
    assertThat(few.reason()).isEqualTo(Reason.TOO_FEW);
    assertThat(few.message()).matches("\\d\\d exceedances, fewer than the 100 needed");
  }

  @Test
  void aWindowWithoutUsableSamplesIsTooFew() {
    double[] sample = new double[1000];
    Arrays.fill(sample, 0, 500, Double.NaN);
    WindowEstimate.Undefined none =
        undefined(Samples.panes(SketchLayout.UNSIGNED, sample, 10), 0.02);
    assertThat(none.reason()).isEqualTo(Reason.TOO_FEW);
    assertThat(none.message()).isEqualTo("0 usable samples, fewer than the 100 needed");
  }

  @Test
  void nearlyEqualSamplesAreConstant() {
    double[] sample = new double[32_000];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = 5 + 1e-3 * (i % 7);
    }
    WindowEstimate.Undefined constant =
        undefined(Samples.panes(SketchLayout.UNSIGNED, sample, 32), 0.02);
    assertThat(constant.reason()).isEqualTo(Reason.CONSTANT);
    assertThat(constant.message())
        .isEqualTo(
            "the samples from the threshold 5.0 up fill 1 of the 3 buckets needed: "
                + "they are nearly one value");
  }

  /** One burst in a quiet series: all exceedances in one pane say nothing about an error. */
  @Test
  void exceedancesFromAFewPanesAreTooFew() {
    double[] sample = Samples.gaussian(32_000, 10);
    double[] burst = Samples.pareto(2, 700, 11);
    for (int i = 0; i < burst.length; i++) {
      sample[5000 + i] = 100 * burst[i];
    }
    WindowEstimate.Undefined few = undefined(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02);
    assertThat(few.reason()).isEqualTo(Reason.TOO_FEW);
    assertThat(few.message())
        .isEqualTo("the exceedances come from 1 panes, fewer than the 8 needed");
  }

  @Test
  void theSplitIntoPanesMovesTheIntervalButNotTheReading() {
    double[] sample = Samples.studentT(3, 50_000, 12);
    var many =
        (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02);
    var few =
        (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.SIGNED, sample, 10), 0.02);
    assertThat(few.point()).isEqualTo(many.point());
    assertThat(few.index()).isEqualTo(many.index());
  }

  @Test
  void repeatedCallsGiveEqualEstimates() {
    List<TailSketch> panes =
        Samples.panes(SketchLayout.SIGNED, Samples.studentT(3, 50_000, 13), 32);
    assertThat(estimate(panes, 0.02)).isEqualTo(estimate(panes, 0.02));
  }

  @Test
  void aSumOfOtherPanesIsRefused() {
    List<TailSketch> panes =
        Samples.panes(SketchLayout.SIGNED, Samples.studentT(3, 50_000, 14), 32);
    List<TailSketch> fewer = new ArrayList<>(panes.subList(1, 32));
    TailSketch sum = Samples.sum(panes);
    assertThatThrownBy(() -> WindowEstimator.estimate(fewer, sum, 0.02))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("batches must have \\d+ exceedances together: were \\d+");
  }
}
