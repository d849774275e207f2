// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RelaxationTest {
  @Test
  void oneDirectionHasOneTime() {
    Relaxation times = Relaxation.of(new HsgdModel(new double[] {0.5}, 0.1, 0.3, 7));
    assertThat(times.fastest()).isCloseTo(1 / (0.1 * 0.8), within(1e-12));
    assertThat(times.contributing()).isEqualTo(times.fastest());
    assertThat(times.slowest()).isEqualTo(times.fastest());
    assertThat(times.normBurnIn()).isCloseTo(15 / 0.08, within(1e-9));
    assertThat(times.flushTime()).isCloseTo(10 / 0.08, within(1e-9));
  }

  /** Of 1.11 in all without ridge, 0.01 contribute less than 5 % and 0.11 more. */
  @Test
  void smallEigenvaluesDelayTheNormButNotTheProjection() {
    Relaxation times = Relaxation.of(new HsgdModel(new double[] {1, 0.1, 0.01}, 0.5, 0, 1));
    assertThat(times.fastest()).isCloseTo(2, within(1e-12));
    assertThat(times.contributing()).isCloseTo(20, within(1e-12));
    assertThat(times.slowest()).isCloseTo(200, within(1e-12));
    assertThat(times.projectionBurnIn()).isCloseTo(300, within(1e-9));
    assertThat(times.normBurnIn()).isCloseTo(3000, within(1e-9));
  }

  @Test
  void manySmallEigenvaluesContributeTogether() {
    double[] lambda = new double[51];
    Arrays.fill(lambda, 0.01);
    lambda[0] = 1;
    Relaxation times = Relaxation.of(new HsgdModel(lambda, 1, 0, 1));
    assertThat(times.contributing()).isEqualTo(times.slowest());
    // With a ridge far above them they do not: 50 x 1e-4 / 0.21 against 1 / 1.2.
    Relaxation ridge = Relaxation.of(new HsgdModel(lambda, 1, 0.2, 1));
    assertThat(ridge.contributing()).isEqualTo(ridge.fastest());
  }

  @Test
  void aSlowScheduleIsQuasiStationary() {
    Relaxation times = Relaxation.of(new HsgdModel(new double[] {1, 0.1}, 0.1, 0, 1));
    assertThat(times.quasiStationary(0)).isTrue();
    assertThat(times.quasiStationary(-0.00099)).isTrue();
    assertThat(times.quasiStationary(0.00101)).isFalse();
    assertThat(times.quasiStationary(-0.00101)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> times.quasiStationary(Double.NaN))
        .withMessage("logRateSlope must be a number: was NaN");
  }

  /** Against the slope of {@code g(p) = a p (p - eta) / (eta - 1)}, the growth rate for d = 1. */
  @Test
  void theTimeToReachALevelIsThatOfOneDimension() {
    HsgdModel model = new HsgdModel(new double[] {0.8}, 0.2, 0.1, 1);
    double eta = HsgdBounds.of(model).etaStar();
    double a = 0.2 * 0.9;
    double h = 1e-6;
    double slope = (a * (eta + h) * h - a * (eta - h) * -h) / (2 * h) / (eta - 1);
    assertThat(Relaxation.of(model).timeToReach(1000, eta))
        .isCloseTo(Math.log(1000) / slope, within(1e-6));
    assertThat(Relaxation.of(model).timeToReach(1, eta)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relaxation.of(model).timeToReach(2, 1))
        .withMessage("index must be above 1 and finite: was 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Relaxation.of(model).timeToReach(0.5, 2))
        .withMessage("ratio must be at least 1 and finite: was 0.5");
  }
}
