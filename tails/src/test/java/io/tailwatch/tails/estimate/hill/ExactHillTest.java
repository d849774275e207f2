// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactHillTest {
  private static final double ROUNDING = 1e-14;

  @Test
  void rankEstimatorMatchesHandComputation() {
    ExactHill hill = ExactHill.of(new double[] {-8, 1, 4, 2}, TailSide.BOTH);
    HillPoint two = hill.atRank(2);
    assertThat(two.threshold()).isEqualTo(2);
    assertThat(two.exceedances()).isEqualTo(2);
    assertThat(two.sampleSize()).isEqualTo(4);
    assertThat(two.sumLogExcess()).isCloseTo(3 * Math.log(2), within(ROUNDING));
    assertThat(two.reading()).isCloseTo(2 / (3 * Math.log(2)), within(ROUNDING));
    assertThat(hill.atRank(3).sumLogExcess()).isCloseTo(6 * Math.log(2), within(ROUNDING));
  }

  @Test
  void theThresholdItselfIsAnExceedance() {
    ExactHill hill = ExactHill.of(new double[] {1, 2, 4, 8}, TailSide.BOTH);
    HillPoint point = hill.atThreshold(2);
    assertThat(point.exceedances()).isEqualTo(3);
    assertThat(point.sumLogExcess()).isCloseTo(3 * Math.log(2), within(ROUNDING));
    assertThat(hill.atThreshold(9)).isEqualTo(new HillPoint(9, 0, 4, 0));
    assertThat(hill.atThreshold(0.5).exceedances()).isEqualTo(4);
  }

  @Test
  void fractionsAreRoundedToTheNearestRank() {
    ExactHill hill = ExactHill.of(Samples.pareto(2, 1000, 1), TailSide.BOTH);
    assertThat(hill.atFraction(0.05)).isEqualTo(hill.atRank(50));
    assertThat(hill.atFraction(1e-9)).isEqualTo(hill.atRank(1));
    assertThat(hill.atFraction(0.9999)).isEqualTo(hill.atRank(999));
  }

  @Test
  void tiedSamplesAreTakenByRankOrByThreshold() {
    ExactHill hill = ExactHill.of(new double[] {3, 3, 3, 1}, TailSide.BOTH);
    assertThat(hill.atRank(2).sumLogExcess()).isZero();
    assertThat(hill.atRank(2).reading()).isInfinite();
    assertThat(hill.atThreshold(3).exceedances()).isEqualTo(3);
    assertThat(hill.atRank(3).sumLogExcess()).isCloseTo(3 * Math.log(3), within(ROUNDING));
  }

  @Test
  void zerosAndNonFiniteSamplesAreCountedAndLeftOut() {
    double[] sample = {1, 0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, -2, 5e-324};
    ExactHill both = ExactHill.of(sample, TailSide.BOTH);
    assertThat(both.sampleSize()).isEqualTo(3);
    assertThat(both.zeros()).isEqualTo(2);
    assertThat(both.nonFinite()).isEqualTo(2);
    assertThat(ExactHill.of(sample, TailSide.LEFT).sampleSize()).isEqualTo(1);
    assertThat(ExactHill.of(sample, TailSide.RIGHT).sampleSize()).isEqualTo(2);
  }

  @Test
  void theWholeRangeOfDoubleIsRead() {
    ExactHill hill = ExactHill.of(new double[] {Double.MAX_VALUE, Double.MIN_VALUE}, TailSide.BOTH);
    assertThat(hill.atRank(1).sumLogExcess())
        .isCloseTo(Math.log(Double.MAX_VALUE) - Math.log(Double.MIN_VALUE), within(1e-11));
  }

  @Test
  void batchesKeepTheOrderOfArrivalAndMakeUpTheWhole() {
    ExactHill hill = ExactHill.of(new double[] {4, 1, -8, 0, 2, 1}, TailSide.BOTH);
    List<HillPoint> batches = hill.batches(2, 2);
    assertThat(batches.get(0)).isEqualTo(new HillPoint(2, 1, 2, Math.log(2)));
    assertThat(batches.get(1).exceedances()).isEqualTo(2);
    assertThat(batches.get(1).sampleSize()).isEqualTo(3);
    assertThat(batches.get(1).sumLogExcess()).isCloseTo(Math.log(4), within(ROUNDING));
  }

  @Test
  void theOrderOfSamplesDoesNotChangeTheReading() {
    double[] sample = Samples.studentT(3, 500, 2);
    double[] reversed = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      reversed[i] = sample[sample.length - 1 - i];
    }
    assertThat(ExactHill.of(reversed, TailSide.BOTH).atRank(40))
        .isEqualTo(ExactHill.of(sample, TailSide.BOTH).atRank(40));
  }

  @Test
  void wrongArgumentsAreNamed() {
    ExactHill hill = ExactHill.of(new double[] {1, 2, 3}, TailSide.BOTH);
    assertThatThrownBy(() -> hill.atRank(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be in [1, 2]: was 3");
    assertThatThrownBy(() -> hill.atThreshold(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must be positive: was 0.0");
    assertThatThrownBy(() -> hill.atFraction(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tailFraction must be in (0, 1): was 1.5");
    assertThatThrownBy(() -> hill.batches(1, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must be in [1, 3]: was 4");
    ExactHill empty = ExactHill.of(new double[0], TailSide.BOTH);
    assertThatThrownBy(() -> empty.atFraction(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be at least 2 usable samples: were 0");
  }
}
