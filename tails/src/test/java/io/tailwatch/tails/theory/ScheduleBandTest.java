// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleBandTest {
  private static final HsgdModel MODEL =
      new HsgdModel(new double[] {1, 0.6, 0.3, 0.1}, 0.2, 0.02, 1);

  @Test
  void aConstantRateHasItsOwnBand() {
    HsgdBounds bounds = HsgdBounds.of(MODEL);
    assertThat(ScheduleBand.between(MODEL, 0.2, 0.2))
        .isEqualTo(new ScheduleBand(bounds.lower(), bounds.upper(), true));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.13, 0.2, 0.31, 0.5, 0.8})
  void theBandHoldsThoseOfAllRatesBetween(double rate) {
    ScheduleBand band = ScheduleBand.between(MODEL, 0.8, 0.1);
    HsgdBounds inside = HsgdBounds.of(MODEL.withLearningRate(rate));
    assertThat(band.lower()).isGreaterThan(1).isLessThanOrEqualTo(inside.lower() + 1e-6);
    assertThat(band.upper()).isGreaterThanOrEqualTo(inside.upper() - 1e-6);
    assertThat(ScheduleBand.between(MODEL, 0.1, 0.8)).isEqualTo(band);
  }

  @Test
  void aRateWithoutStationaryLawTakesTheLowerEnd() {
    HsgdModel model = new HsgdModel(new double[] {1, 1, 1, 1, 1, 1}, 0.2, 0, 1);
    ScheduleBand band = ScheduleBand.between(model, 0.1, 1);
    assertThat(band.lower()).isZero();
    assertThat(band.upper()).isGreaterThan(2);
    assertThat(ScheduleBand.between(model, 1, 2)).isEqualTo(new ScheduleBand(0, 0, true));
  }

  @Test
  void ratesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScheduleBand.between(MODEL, 0.1, 0))
        .withMessage("learningRate must be positive and finite: was 0.0");
  }
}
