// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TailProfileTest {

  private static double[] descending(double[] sample) {
    return Arrays.stream(sample).map(Math::abs).map(x -> -x).sorted().map(x -> -x).toArray();
  }

  private static double moment(double[] descending, int k, double u, int order) {
    return Arrays.stream(descending, 0, k)
        .map(x -> Math.pow(Math.log(x / u), order))
        .average()
        .orElseThrow();
  }

  @Test
  void sortedSampleHasTheMomentsOfItsDefinitionAtEveryRank() {
    double[] sample = Samples.studentT(3, 2000, 1);
    double[] sorted = descending(sample);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    assertThat(profile.exact()).isTrue();
    assertThat(profile.size()).isEqualTo(1999);
    for (int k : new int[] {1, 2, 10, 500, 1999}) {
      assertThat(profile.exceedances(k - 1)).isEqualTo(k);
      assertThat(profile.threshold(k - 1)).isEqualTo(sorted[k]);
      for (int order = 1; order <= 3; order++) {
        double expected = moment(sorted, k, sorted[k], order);
        assertThat(profile.moment(k - 1, order)).isCloseTo(expected, within(1e-11 * expected));
      }
    }
  }

  @Test
  void sortedSampleReadsAsExactHillDoes() {
    double[] sample = Samples.pareto(2, 5000, 2);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    ExactHill hill = ExactHill.of(sample, TailSide.BOTH);
    assertThat(profile.point(99).reading())
        .isCloseTo(hill.atRank(100).reading(), within(1e-12 * hill.atRank(100).reading()));
  }

  @Test
  void sketchReadsAsItsHillPlotAndItsMomentsAreNearlyThoseOfTheSample() {
    double[] sample = Samples.studentT(3, 65_536, 3);
    double[] sorted = descending(sample);
    var sketch = Samples.sketch(SketchLayout.SIGNED, sample);
    TailProfile profile = TailProfile.of(sketch, TailSide.BOTH);
    HillPlot plot = HillPlot.of(sketch, TailSide.BOTH);
    assertThat(profile.exact()).isFalse();
    assertThat(profile.size()).isEqualTo(plot.size());
    for (int i = 0; i < profile.size(); i++) {
      assertThat(profile.point(i)).isEqualTo(plot.point(i));
      int k = (int) profile.exceedances(i);
      if (k >= 100) {
        double second = moment(sorted, k, profile.threshold(i), 2);
        double third = moment(sorted, k, profile.threshold(i), 3);
        assertThat(profile.moment(i, 2)).isCloseTo(second, within(1e-3 * second));
        assertThat(profile.moment(i, 3)).isCloseTo(third, within(1e-3 * third));
      }
    }
  }

  @Test
  void nearestIsOnALogScaleAndTheHigherThresholdOfTwo() {
    TailProfile profile = TailProfile.of(Samples.pareto(1, 100, 4), TailSide.BOTH);
    assertThat(profile.exceedances(profile.nearest(7.3))).isEqualTo(7);
    assertThat(profile.exceedances(profile.nearest(Math.sqrt(7 * 8)))).isEqualTo(7);
    assertThat(profile.exceedances(profile.nearest(7.6))).isEqualTo(8);
    assertThat(profile.exceedances(profile.nearest(0.01))).isEqualTo(1);
    assertThat(profile.exceedances(profile.nearest(1e9))).isEqualTo(99);
    assertThat(profile.exceedances(profile.nearestFraction(.05))).isEqualTo(5);
  }

  @Test
  void sidesZerosAndNonFiniteSamplesAreLeftOut() {
    double[] sample = {3, -2, 0, Double.NaN, 1, Double.NEGATIVE_INFINITY, -4};
    assertThat(TailProfile.of(sample, TailSide.BOTH).sampleSize()).isEqualTo(4);
    assertThat(TailProfile.of(sample, TailSide.RIGHT).threshold(0)).isEqualTo(1);
    assertThat(TailProfile.of(sample, TailSide.LEFT).threshold(0)).isEqualTo(2);
    assertThat(sample).containsExactly(3, -2, 0, Double.NaN, 1, Double.NEGATIVE_INFINITY, -4);
  }

  @Test
  void nothingAndOneSampleHaveNoThreshold() {
    assertThat(TailProfile.of(new double[0], TailSide.BOTH).size()).isZero();
    TailProfile one = TailProfile.of(new double[] {5}, TailSide.BOTH);
    assertThat(one.size()).isZero();
    assertThat(one.nearest(3)).isEqualTo(-1);
    assertThat(one.nearestFraction(.5)).isEqualTo(-1);
    assertThatThrownBy(() -> one.nearest(0)).hasMessage("k must be positive: was 0.0");
    assertThatThrownBy(() -> one.nearestFraction(1))
        .hasMessage("tailFraction must be in (0, 1): was 1.0");
  }

  @Test
  void tiedSamplesHaveNoExcessOverEachOther() {
    TailProfile profile = TailProfile.of(new double[] {2, 2, 2, 1}, TailSide.BOTH);
    assertThat(profile.moment(0, 1)).isZero();
    assertThat(profile.moment(1, 2)).isZero();
    assertThat(profile.moment(2, 3)).isCloseTo(Math.pow(Math.log(2), 3), within(1e-15));
  }

  @Test
  void orderStatisticsOfASampleAreItsSamples() {
    double[] sample = Samples.studentT(3, 500, 5);
    double[] sorted = descending(sample);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    for (int rank : new int[] {1, 2, 100, 500}) {
      assertThat(profile.orderStatistic(rank)).isEqualTo(sorted[rank - 1]);
      assertThat(profile.logDepthOfRank(rank))
          .isCloseTo(Math.log(sorted[0] / sorted[rank - 1]), within(1e-12));
    }
    assertThat(profile.logDepth(99)).isEqualTo(profile.logDepthOfRank(101));
    assertThat(profile.logWidth(99)).isZero();
    assertThatThrownBy(() -> profile.orderStatistic(501))
        .hasMessage("rank must be in [1, 500]: was 501");
    assertThatThrownBy(() -> profile.orderStatistic(0))
        .hasMessage("rank must be in [1, 500]: was 0");
  }

  @Test
  void orderStatisticsOfASketchAreWithinABucket() {
    double[] sample = Samples.studentT(3, 20_000, 6);
    double[] sorted = descending(sample);
    TailProfile profile =
        TailProfile.of(Samples.sketch(SketchLayout.SIGNED, sample), TailSide.BOTH);
    double before = Double.POSITIVE_INFINITY;
    for (int rank = 1; rank <= 20_000; rank++) {
      double found = profile.orderStatistic(rank);
      assertThat(found / sorted[rank - 1]).isBetween(1 / 1.0625, 1.0625);
      assertThat(found).isLessThanOrEqualTo(before);
      double depth = Math.log(profile.threshold(0) / found);
      assertThat(profile.logDepthOfRank(rank)).isCloseTo(depth, within(1e-12));
      before = found;
    }
    // The largest sample is alone in its bucket.
    assertThat(profile.orderStatistic(1)).isCloseTo(sorted[0], within(1e-12 * sorted[0]));
    assertThat(profile.logWidth(0)).isBetween(Math.log(32. / 31), Math.log(17. / 16) + 1e-15);
  }

  @Test
  void powerOfTwoChangesNoBitOfALogarithm() {
    double[] sample = {100, 7, 5, 1, .3};
    double[] scaled = Arrays.stream(sample).map(x -> 1024 * x).toArray();
    TailProfile one = TailProfile.of(sample, TailSide.BOTH);
    TailProfile other = TailProfile.of(scaled, TailSide.BOTH);
    for (int i = 0; i < 4; i++) {
      assertThat(other.sumLogExcess(i)).isEqualTo(one.sumLogExcess(i));
      assertThat(other.moment(i, 3)).isEqualTo(one.moment(i, 3));
    }
  }
}
