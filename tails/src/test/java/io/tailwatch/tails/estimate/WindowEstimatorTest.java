// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.guard.Finding;
import io.tailwatch.tails.estimate.guard.WarningCode;
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
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
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
    assertThat(few.message())
        .matches("\\d\\d values in the tail, fewer than the 100 that an interval needs");
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
            "the 32000 largest values are all equal or nearly so: there is no range to read an"
                + " index from");
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
        .isEqualTo(
            "the tail lies in 1 of 32 consecutive panes, fewer than the 8 that an interval needs:"
                + " sorted, or one excursion");
  }

  /** Exceedances of all panes, but nearly all of them in three: no error can be had from these. */
  @Test
  void exceedancesThatCrowdInAFewPanesAreTooFew() {
    double[] sample = Samples.studentT(3, 32_000, 10);
    for (int i = 10_000; i < 13_000; i++) {
      sample[i] *= 5;
    }
    WindowEstimate.Undefined few = undefined(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02);
    assertThat(few.reason()).isEqualTo(Reason.TOO_FEW);
    assertThat(few.message())
        .matches("the panes disagree: the exceedances of 32 panes lie in about [345] of them");
  }

  /** 99 % in one bucket: the sketch has no cut below that, and no body beside the tail. */
  @Test
  void aTailOfAllSamplesIsTooFew() {
    double[] sample = Samples.pareto(3, 32_000, 10);
    for (int i = 0; i < sample.length; i++) {
      sample[i] = i % 100 == 0 ? 1000 + sample[i] * 100 : 1000;
    }
    WindowEstimate.Undefined few = undefined(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.5);
    assertThat(few.message()).isEqualTo("every value is in the tail: there is no body beside it");
  }

  @Test
  void aHealthyWindowHasNoFindings() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(findings(Samples.studentT(3, 100_000, seed))).isEmpty();
    }
  }

  @Test
  void eachGuardHasItsSay() {
    double[] t = Samples.studentT(3, 50_000, 21);
    assertThat(findings(Samples.gaussian(50_000, 3))).contains(WarningCode.LIGHT_TAIL);
    assertThat(findings(moved(t, x -> x + 2))).contains(WarningCode.LOCATION_SHIFT);
    assertThat(findings(moved(t, x -> Math.max(-8, Math.min(8, x)))))
        .contains(WarningCode.TRUNCATED, WarningCode.TIES);
    assertThat(findings(moved(t, Math::rint))).contains(WarningCode.TIES);
    assertThat(findings(autoregression(50_000, 22))).contains(WarningCode.DEPENDENT);
    assertThat(findings(moved(Samples.pareto(5, 50_000, 23), x -> x)))
        .containsExactly(WarningCode.BODY_MISMATCH);
  }

  @Test
  void aScaleThatChangesWithinTheWindowIsAFindingNotARefusal() {
    double[] sample = Samples.studentT(3, 50_000, 24);
    for (int i = 25_000; i < sample.length; i++) {
      sample[i] *= 1.5;
    }
    var defined =
        (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02);
    assertThat(defined.diagnosis().findings())
        .extracting(Finding::code, Finding::message)
        .anySatisfy(
            finding -> {
              assertThat(finding.toList().get(0)).isEqualTo(WarningCode.TOO_FEW);
              assertThat((String) finding.toList().get(1)).startsWith("the panes disagree: ");
            });
  }

  @Test
  void aBodyUnlikeStudentsIsAMismatchWithBothNumbers() {
    double[] sample = Samples.pareto(5, 50_000, 23);
    var defined =
        (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02);
    double biasReduced = defined.diagnosis().biasReduced().defined().orElseThrow().index();
    assertThat(defined.index() / biasReduced).isGreaterThan(1.15);
    assertThat(defined.diagnosis().findings().get(0).message())
        .contains(String.format(Locale.ROOT, "%.2f", defined.index()))
        .contains(String.format(Locale.ROOT, "%.2f", biasReduced));
  }

  @Test
  void theSortedSampleFindsWhatTheSketchFinds() {
    for (double[] sample :
        List.of(
            Samples.studentT(3, 50_000, 31),
            moved(Samples.studentT(3, 50_000, 31), x -> x + 2),
            moved(Samples.studentT(3, 50_000, 31), Math::rint),
            Samples.pareto(5, 50_000, 32),
            Samples.gaussian(50_000, 33),
            autoregression(50_000, 34))) {
      var sketched =
          (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02);
      SortedSample sorted = new SortedSample(sample, TailSide.BOTH, 32);
      var exact =
          (WindowEstimate.Defined)
              WindowEstimator.estimate(
                  sorted, sorted.at(sketched.point().threshold()), OptionalDouble.of(0.02));
      assertThat(exact.point().exceedances()).isEqualTo(sketched.point().exceedances());
      assertThat(exact.reading().reading() / sketched.reading().reading())
          .isCloseTo(1, within(1e-4));
      assertThat(codes(exact)).isEqualTo(codes(sketched));
      assertThat(exact.left().map(HillPoint::exceedances))
          .isEqualTo(sketched.left().map(HillPoint::exceedances));
    }
  }

  /** The k largest lie above X_(k+1), which the panes count too: the interval is about the k. */
  @Test
  void theIntervalOfARankIsAboutItsReading() {
    double[] sample = Samples.studentT(3, 50_000, 35);
    SortedSample sorted = new SortedSample(sample, TailSide.BOTH, 32);
    HillPoint point = ExactHill.of(sample, TailSide.BOTH).atRank(500);
    var defined =
        (WindowEstimate.Defined) WindowEstimator.estimate(sorted, point, OptionalDouble.empty());
    assertThat(defined.reading().reading()).isEqualTo(point.reading());
    assertThat(defined.reading().interval().contains(point.reading())).isTrue();
    assertThat(sorted.at(point.threshold()).exceedances()).isEqualTo(501);
  }

  @Test
  void ninetyNineExceedancesOfARankAreTooFew() {
    double[] sample = Samples.studentT(3, 5_000, 36);
    SortedSample sorted = new SortedSample(sample, TailSide.BOTH, 32);
    ExactHill hill = ExactHill.of(sample, TailSide.BOTH);
    WindowEstimate few = WindowEstimator.estimate(sorted, hill.atRank(99), OptionalDouble.empty());
    assertThat(((WindowEstimate.Undefined) few).message()).startsWith("99 values in the tail");
    assertThat(WindowEstimator.estimate(sorted, hill.atRank(100), OptionalDouble.empty()))
        .isInstanceOf(WindowEstimate.Defined.class);
  }

  @Test
  void aReadingWithoutAnIntervalHasADiagnosisWithoutWhatFollowsFromOne() {
    double[] sample = autoregression(4_000, 37);
    SortedSample sorted = new SortedSample(moved(sample, x -> x + 1000), TailSide.BOTH, 32);
    HillPoint point = sorted.profile().point(50);
    assertThat(Diagnosis.of(sorted, point, OptionalDouble.empty()).findings())
        .extracting(Finding::code)
        .contains(WarningCode.LOCATION_SHIFT)
        .doesNotContain(WarningCode.DEPENDENT, WarningCode.BODY_MISMATCH, WarningCode.TOO_FEW);
  }

  private static double[] moved(double[] sample, DoubleUnaryOperator by) {
    return Arrays.stream(sample).map(x -> (float) by.applyAsDouble(x)).toArray();
  }

  /** x' = 0.98 x + t(3) noise: the exceedances come in long clusters. */
  private static double[] autoregression(int n, long seed) {
    double[] sample = Samples.studentT(3, n, seed);
    for (int i = 1; i < n; i++) {
      sample[i] = (float) (0.98 * sample[i - 1] + sample[i]);
    }
    return sample;
  }

  private static List<WarningCode> findings(double[] sample) {
    return codes(
        (WindowEstimate.Defined) estimate(Samples.panes(SketchLayout.SIGNED, sample, 32), 0.02));
  }

  private static List<WarningCode> codes(WindowEstimate.Defined estimate) {
    return estimate.diagnosis().findings().stream().map(Finding::code).toList();
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
