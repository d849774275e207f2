// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.KestenResult.Status;
import java.util.Arrays;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsotropicGaussianIndexTest {
  @ParameterizedTest
  @CsvSource({
    "10, .12, 1, 9.1967, 5.5e-5",
    "10, .4, 4, 8.0492, 5.5e-5",
    "50, .036, 1, 22.502, 5.5e-4",
    "10, .4, 5, 11.7, 0.055",
    "10, .65, 5, 1.2, 0.055"
  })
  void checkValuesAreReproduced(
      int dimension, double rate, int batchSize, double index, double rounding) {
    assertThat(index(dimension, 1, new SgdStep(rate, 0, batchSize)))
        .isCloseTo(index, within(rounding));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 7, 2.5", "2, 1, 1", "10, 5, 1", "50, 3, .25", "200, 16, 1"})
  void theIndexIsTwoWhereTheVarianceBecomesInfinite(int dimension, int batchSize, double variance) {
    double rate = 2 * batchSize / (variance * (dimension + batchSize + 1));
    assertThat(index(dimension, variance, new SgdStep(rate, 0, batchSize)))
        .isCloseTo(2, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"P1", "P2"})
  void oneDimensionAgreesWithTheTable(String name) {
    TheoryTables.Row row = TheoryTables.synthetic(name);
    SgdStep step = new SgdStep(row.number("learning_rate"), row.number("ridge"), row.batchSize());
    assertThat(index(1, 1, step))
        .isCloseTo(row.number("kesten_streaming"), within(row.rounding("kesten_streaming")));
  }

  /** {@code E |1 - gamma (delta + z^2)|^alpha = 1} by another quadrature, over z itself. */
  @Test
  void theRootSolvesTheEquationOfOneDimension() {
    double rate = 0.5;
    double ridge = 0.1;
    double alpha = index(1, 1, new SgdStep(rate, ridge, 1));
    double kink = Math.sqrt(1 / rate - ridge);
    var integrator = new IterativeLegendreGaussIntegrator(40, 1e-11, 1e-13);
    double moment = 0;
    for (double[] piece : new double[][] {{0, kink}, {kink, 14}}) {
      moment +=
          integrator.integrate(
              10_000_000,
              z ->
                  2
                      * Math.exp(-z * z / 2)
                      / Math.sqrt(2 * Math.PI)
                      * Math.pow(Math.abs(1 - rate * (ridge + z * z)), alpha),
              piece[0],
              piece[1]);
    }
    assertThat(moment).isCloseTo(1, within(1e-8));
  }

  @Test
  void onlyRateTimesVarianceMattersWithoutRidge() {
    assertThat(index(7, 4, new SgdStep(0.05, 0, 2)))
        .isCloseTo(index(7, 1, new SgdStep(0.2, 0, 2)), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1, .5, .1, 1", "10, .12, 0, 1", "3, .8, .3, 4", "2, 1.5, .9, 3"})
  void aFinerQuadratureChangesNothing(int dimension, double rate, double ridge, int batchSize) {
    SgdStep step = new SgdStep(rate, ridge, batchSize);
    for (double alpha : new double[] {0.3, 1, 2.7, 9}) {
      double coarse =
          new IsotropicGaussianIndex(dimension, 1, step, IsotropicGaussianIndex.STEP)
              .logMoment(alpha);
      double fine =
          new IsotropicGaussianIndex(dimension, 1, step, IsotropicGaussianIndex.STEP / 2)
              .logMoment(alpha);
      assertThat(coarse).isCloseTo(fine, within(1e-8 * Math.max(1, Math.abs(fine))));
    }
  }

  @Test
  void theIndexFallsWithTheRateAndRisesWithTheBatch() {
    double base = index(10, 1, new SgdStep(0.1, 0, 1));
    assertThat(index(10, 1, new SgdStep(0.11, 0, 1))).isLessThan(base);
    assertThat(index(10, 1, new SgdStep(0.1, 0, 2))).isGreaterThan(base);
    assertThat(index(11, 1, new SgdStep(0.1, 0, 1))).isLessThan(base);
  }

  /** Printed: 22.5 against 7.56. Homogenized SGD overstates the fluctuations of the radius. */
  @Test
  void manyDimensionsAreLighterThanHomogenizedSgd() {
    double[] ones = new double[50];
    Arrays.fill(ones, 1);
    HsgdResult homogenized = HsgdIndex.of(new HsgdModel(ones, 0.036, 0, 1), HsgdOptions.standard());
    assertThat(((HsgdResult.Index) homogenized).value()).isCloseTo(7.56, within(0.0055));
    assertThat(index(50, 1, new SgdStep(0.036, 0, 1))).isGreaterThan(22);
  }

  @Test
  void withoutALawThereIsNoIndex() {
    KestenResult result = IsotropicGaussianIndex.of(10, 1, new SgdStep(0.7, 0, 5));
    assertThat(result.status()).isEqualTo(Status.DIVERGENT);
    assertThat(result.index()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1e-3", "1e-5", "1e-9"})
  void anIndexBeyondTheSearchIsTooLarge(double rate) {
    assertThat(IsotropicGaussianIndex.of(10, 1, new SgdStep(rate, 0, 1)).status())
        .isEqualTo(Status.TOO_LARGE);
  }

  @Test
  void badArgumentsAreRefused() {
    SgdStep step = new SgdStep(0.1, 0, 1);
    assertThatThrownBy(() -> IsotropicGaussianIndex.of(0, 1, step))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension");
    assertThatThrownBy(() -> IsotropicGaussianIndex.of(1, Double.NaN, step))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("variance");
    assertThatThrownBy(() -> IsotropicGaussianIndex.of(1, 1, new SgdStep(0.1, 0, 1, 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("momentum");
  }

  private static double index(int dimension, double variance, SgdStep step) {
    KestenResult result = IsotropicGaussianIndex.of(dimension, variance, step);
    assertThat(result.status()).isEqualTo(Status.EXACT);
    assertThat(result.standardError()).isZero();
    return result.index().orElseThrow();
  }
}
