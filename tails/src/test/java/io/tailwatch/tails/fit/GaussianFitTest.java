// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import org.junit.jupiter.api.Test;

class GaussianFitTest {
  private final GaussianFit fitter = new GaussianFit();

  @Test
  void isTheMeanAndTheRootMeanSquare() {
    Fitted<Gaussian> fit = fitter.fit(new double[] {1, 2, 3, 6}).fitted().orElseThrow();
    assertThat(fit.law()).isEqualTo(new Gaussian(3, Math.sqrt(3.5)));
    // The greatest value is -n/2 (1 + ln(2 pi s^2)).
    assertThat(fit.logLikelihood())
        .isCloseTo(-2 * (1 + Math.log(2 * Math.PI * 3.5)), within(1e-13));
    assertThat(fit.aic()).isCloseTo(4 - 2 * fit.logLikelihood(), within(1e-13));
  }

  @Test
  void twoValuesAreEnoughOneOrAConstantIsNot() {
    assertThat(law(5, 7)).isEqualTo(new Gaussian(6, 1));
    assertThat(undefined(5).problem()).isEqualTo(FitProblem.TOO_FEW);
    assertThat(undefined().problem()).isEqualTo(FitProblem.TOO_FEW);
    assertThat(undefined(5, 5, 5).detail()).isEqualTo("all values are 5.0");
    assertThat(undefined(0.0, -0.0).problem()).isEqualTo(FitProblem.CONSTANT);
    assertThat(undefined(5, Double.POSITIVE_INFINITY).problem()).isEqualTo(FitProblem.NOT_FINITE);
  }

  @Test
  void hugeAndTinyUnits() {
    Gaussian huge = law(-Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(huge.mean()).isZero();
    assertThat(huge.standardDeviation()).isEqualTo(Double.MAX_VALUE);
    assertThat(law(1e-300, 3e-300).standardDeviation()).isCloseTo(1e-300, withinPercentage(1e-10));
    assertThat(undefined(0, Double.MIN_VALUE).problem()).isEqualTo(FitProblem.OUT_OF_RANGE);
  }

  @Test
  void aLargeOffsetLosesNoDigits() {
    // Exact in doubles: 1e9 plus quarters.
    assertThat(law(1e9 + 0.25, 1e9 + 0.75).standardDeviation()).isEqualTo(0.25);
  }

  private Gaussian law(double... sample) {
    return fitter.fit(sample).fitted().orElseThrow().law();
  }

  private Undefined<Gaussian> undefined(double... sample) {
    return (Undefined<Gaussian>) fitter.fit(sample);
  }
}
