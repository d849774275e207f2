// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MohammadiEstimatorTest {

  @Test
  void isTheFormulaOfThePaper() {
    double[] values = new double[20];
    Arrays.setAll(values, i -> i % 3 == 0 ? 4 : -1 - i);
    double singles = 0;
    double pairs = 0;
    for (int i = 0; i < 20; i++) {
      singles += Math.log(Math.abs(values[i])) / 20;
    }
    for (int i = 0; i < 20; i += 2) {
      pairs += Math.log(Math.abs(values[i] + values[i + 1])) / 10;
    }
    var reading = MohammadiEstimator.inOrder(values);
    assertThat(reading.readings()).hasSize(1);
    assertThat(reading.readings().get(0).blockSize()).isEqualTo(2);
    assertThat(reading.readings().get(0).blocks()).isEqualTo(10);
    double gamma = (pairs - singles) / Math.log(2);
    assertThat(gamma > 0).isEqualTo(reading.alpha().isPresent());
    reading.alpha().ifPresent(alpha -> assertThat(alpha).isCloseTo(1 / gamma, within(1e-12)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 1.2, 1.5, 1.9, 2})
  void recoversTheIndexOfIndependentSymmetricStableValues(double alpha) {
    double[] values = draw(new StableLaw(alpha, 0, 5, 0), 100_000);
    var reading = MohammadiEstimator.inOrder(values);
    assertThat(reading.readings()).hasSize(8);
    // ln|Y| has a standard deviation of about 1.5: at m = 20, 5,000 blocks, 0.007 of 1/alpha.
    assertThat(1 / reading.alpha().orElseThrow()).isCloseTo(1 / alpha, within(0.03));
    assertThat(1 / MohammadiEstimator.shuffled(values, 3).alpha().orElseThrow())
        .isCloseTo(1 / alpha, within(0.03));
  }

  @Test
  void serialCorrelationDrivesItDownAndShufflingHelps() {
    double[] noise = draw(new StudentT(3, 0, 1), 100_000);
    double[] values = new double[noise.length];
    for (int i = 1; i < values.length; i++) {
      values[i] = 0.9 * values[i - 1] + noise[i];
    }
    // The index is 3, and the law is in the domain of attraction of alpha 2.
    assertThat(MohammadiEstimator.inOrder(values).alpha().orElseThrow()).isBetween(1.0, 1.25);
    assertThat(MohammadiEstimator.shuffled(values, 1).alpha().orElseThrow()).isBetween(1.75, 2.0);
  }

  @Test
  void isBelowTwoWhereTheVarianceIsFinite() {
    double[] values = draw(new StudentT(3, 0, 1), 100_000);
    assertThat(MohammadiEstimator.inOrder(values).alpha().orElseThrow()).isBetween(1.6, 1.85);
  }

  @Test
  void aShiftedMeanReadsOne() {
    double[] values = draw(new StableLaw(1.8, 0, 1, 100), 10_000);
    assertThat(MohammadiEstimator.inOrder(values).alpha().orElseThrow()).isCloseTo(1, within(0.02));
  }

  @Test
  void scaleDoesNotMatter() {
    double[] values = draw(new StableLaw(1.5, 0, 1, 0), 1000);
    double alpha = MohammadiEstimator.inOrder(values).alpha().orElseThrow();
    for (double scale : new double[] {1e-200, 1e-6, -1, 1e290}) {
      double[] scaled = Arrays.stream(values).map(x -> scale * x).toArray();
      assertThat(MohammadiEstimator.inOrder(scaled).alpha().orElseThrow())
          .isCloseTo(alpha, within(1e-9));
    }
  }

  @Test
  void zerosAndZeroSumsAreCountedAndLeftOut() {
    double[] values = new double[40];
    for (int i = 0; i < 40; i += 4) {
      values[i] = 1;
      values[i + 1] = -1;
      values[i + 2] = 2;
    }
    var reading = MohammadiEstimator.inOrder(values);
    assertThat(reading.zeros()).isEqualTo(10);
    assertThat(reading.readings().get(0).zeroSums()).isEqualTo(10);
    // Mean ln|Y| = ln 2, mean ln|X| = ln(2)/3: 1/alpha = 2/3.
    assertThat(reading.alpha().orElseThrow()).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void nothingToReadIsEmpty() {
    assertThat(MohammadiEstimator.inOrder(new double[0]).alpha()).isEmpty();
    assertThat(MohammadiEstimator.inOrder(new double[] {1, 2, 3}).readings()).isEmpty();
    var zeros = MohammadiEstimator.inOrder(new double[100]);
    assertThat(zeros.alpha()).isEmpty();
    assertThat(zeros.zeros()).isEqualTo(100);
    // Every pair cancels: no block sum has a logarithm.
    double[] alternating = new double[20];
    Arrays.setAll(alternating, i -> i % 2 == 0 ? 1 : -1);
    assertThat(MohammadiEstimator.inOrder(alternating).alpha()).isEmpty();
    // Sums smaller than the values: no alpha explains that.
    Arrays.setAll(alternating, i -> i % 2 == 0 ? 1 : -0.9);
    assertThat(MohammadiEstimator.inOrder(alternating).alpha()).isEmpty();
  }

  @Test
  void shufflingIsSeededAndLeavesTheValues() {
    double[] values = draw(new StableLaw(1.5, 0, 1, 0), 1000);
    double[] copy = values.clone();
    assertThat(MohammadiEstimator.shuffled(values, 5))
        .isEqualTo(MohammadiEstimator.shuffled(values, 5))
        .isNotEqualTo(MohammadiEstimator.shuffled(values, 6));
    assertThat(values).isEqualTo(copy);
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    assertThatThrownBy(() -> MohammadiEstimator.inOrder(new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value 1 must be finite: was NaN");
  }

  private static double[] draw(Law law, int n) {
    return Draws.of(law, n, 9);
  }
}
