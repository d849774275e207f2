// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.Samples;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectiveSizeTest {
  private static final int N = 50_000;

  @Test
  void independentValuesAreWorthThemselves() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(EffectiveSize.of(Samples.studentT(3, N, seed))).isEqualTo(N);
    }
  }

  /** Sheppard's formula for the indicators of a Gaussian pair; one path scatters by some 10 %. */
  @Test
  void aGaussianAutoregressionIsWorthWhatItsIndicatorsAre() {
    double inflation = 1;
    for (int m = 1; m < 500; m++) {
      inflation += 4 / Math.PI * Math.asin(Math.pow(0.9, m));
    }
    double[] sample = Samples.gaussian(N, 7);
    for (int i = 1; i < N; i++) {
      sample[i] += 0.9 * sample[i - 1];
    }
    assertThat(EffectiveSize.of(sample) * inflation / N).isCloseTo(1, within(0.25));
  }

  @Test
  void aSizeThatLastsCountsThoughTheSignsAreIndependent() {
    Random random = new Random(3);
    double[] sample = new double[N];
    double size = 0;
    for (int i = 0; i < N; i++) {
      size = 0.95 * size + random.nextGaussian();
      sample[i] = (random.nextBoolean() ? 1 : -1) * Math.exp(size / 3);
    }
    assertThat(EffectiveSize.of(sample)).isLessThan(N / 10.0);
  }

  @Test
  void signAndScaleDoNotMatter() {
    double[] sample = Samples.studentT(3, 5_000, 9);
    for (int i = 1; i < sample.length; i++) {
      sample[i] += 0.5 * sample[i - 1];
    }
    double[] other = Arrays.stream(sample).map(x -> 1e300 * x / 100).toArray();
    assertThat(EffectiveSize.of(other)).isCloseTo(EffectiveSize.of(sample), within(1.0));
  }

  @Test
  void fewAndEqualValuesAreWorthThemselves() {
    assertThat(EffectiveSize.of(new double[0])).isZero();
    assertThat(EffectiveSize.of(new double[] {3})).isEqualTo(1);
    assertThat(EffectiveSize.of(new double[19])).isEqualTo(19);
    assertThat(EffectiveSize.of(new double[1_000])).isEqualTo(1_000);
  }

  @Test
  void tiesAreNotDependence() {
    double[] rounded = Arrays.stream(Samples.studentT(3, N, 4)).map(Math::rint).toArray();
    assertThat(EffectiveSize.of(rounded)).isEqualTo(N);
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EffectiveSize.of(new double[] {1, Double.NaN}))
        .withMessage("values must be finite: was NaN");
  }
}
