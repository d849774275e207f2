// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvenMomentsTest {
  @ParameterizedTest
  @CsvSource({"1, -.4187548450", "2, -.6097712602", "3, -.1343499778"})
  void growthRatesAreReproduced(int m, double rate) {
    HsgdModel model = new HsgdModel(new double[] {1, 0.5}, 0.4, 0.1, 1);
    assertThat(EvenMoments.growthRate(model, m)).isCloseTo(rate, within(1e-10));
  }

  /** {@code g(p) = p (-a + (c/2) lambda^2 (p + d - 2))} for d equal eigenvalues. */
  @Test
  void equalEigenvaluesHaveAClosedForm() {
    HsgdModel model = new HsgdModel(new double[] {0.7, 0.7, 0.7}, 0.3, 0.1, 2);
    for (int m = 1; m < 8; m++) {
      double p = 2 * m;
      double rate = p * (-0.3 * 0.8 + 0.09 / 2 / 2 * 0.49 * (p + 1));
      assertThat(EvenMoments.growthRate(model, m)).isCloseTo(rate, within(1e-12));
    }
  }

  @Test
  void collocationAgreesAtEvenOrders() {
    HsgdModel model = new HsgdModel(new double[] {1.3, 1.3, 0.4, 0.4, 0.4}, 0.3, 0.02, 1);
    TwoBlockSpectrum collocation =
        new TwoBlockSpectrum(
            new TiltedProblem(Spectrum.of(model.eigenvalues()), model, new double[] {1, 1}), 32);
    for (int m = 1; m < 6; m++) {
      assertThat(EvenMoments.growthRate(model, m))
          .isCloseTo(collocation.growthRate(2 * m), within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1 0.5, 0.1",
    "1 0.5, 0.4",
    "1 0.5, 0.9",
    "2 1.5, 1",
    "1 0.1 0.1, 0.5",
    "1 1 1 0.9, 0.2"
  })
  void theIndexLiesBetween(String spectrum, double learningRate) {
    double[] lambda = Arrays.stream(spectrum.split(" ")).mapToDouble(Double::parseDouble).toArray();
    HsgdModel model = new HsgdModel(lambda, learningRate, 0.05, 1);
    HsgdResult.Index index = (HsgdResult.Index) HsgdIndex.of(model, HsgdOptions.standard());
    EvenMoments moments = EvenMoments.of(model).orElseThrow();
    assertThat(index.value()).isBetween(moments.lower(), moments.upper());
    assertThat(moments.order()).isEqualTo(2 * (int) (index.value() / 2));
    assertThat(moments.upper() - moments.lower()).isLessThan(2);
  }

  @Test
  void boundsOfTheWeightedNormsDoNotContradict() {
    double[] lambda = {1, 0.7, 0.4, 0.2};
    for (double gamma : new double[] {0.2, 0.4, 0.8, 1.2}) {
      HsgdModel model = new HsgdModel(lambda, gamma, 0.02, 1);
      EvenMoments moments = EvenMoments.of(model).orElseThrow();
      HsgdBounds bounds = HsgdBounds.of(model);
      assertThat(moments.lower()).isLessThanOrEqualTo(bounds.upper());
      assertThat(moments.upper()).isGreaterThanOrEqualTo(bounds.lower());
    }
  }

  @Test
  void aGrowingSecondMomentLeavesALowerBoundOfZero() {
    HsgdModel model = new HsgdModel(new double[] {1, 1, 1, 1, 1, 0.99}, 1, 0, 1);
    EvenMoments moments = EvenMoments.of(model).orElseThrow();
    assertThat(moments.lower()).isZero();
    assertThat(moments.order()).isZero();
    assertThat(moments.upper()).isBetween(0.0, 2.0);
  }

  @Test
  void largeSystemsAreRefused() {
    double[] lambda = IntStream.rangeClosed(1, 50).mapToDouble(k -> 1.0 / k).toArray();
    assertThat(EvenMoments.of(new HsgdModel(lambda, 0.3, 0, 1))).isEmpty();
    assertThat(EvenMoments.of(new HsgdModel(new double[] {1, 0.5}, 1e-9, 0, 1))).isEmpty();
  }
}
