// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tailwatch.tails.theory.HsgdResult.Index;
import io.tailwatch.tails.theory.HsgdResult.Method;
import io.tailwatch.tails.theory.HsgdResult.NoStationaryLaw;
import io.tailwatch.tails.theory.HsgdResult.Undefined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HsgdIndexTest {
  private static final HsgdOptions LITTLE = HsgdOptions.standard().withWork(200, 20);

  @ParameterizedTest
  @CsvSource({"1, 5.4", "3, 3.4", "5, 1.4"})
  void equalEigenvaluesHaveAClosedForm(int d, double exact) {
    double[] lambda = new double[d];
    Arrays.fill(lambda, 1);
    Index index = index(new HsgdModel(lambda, 0.5, 0.1, 1), LITTLE);
    assertThat(index.value()).isCloseTo(exact, within(1e-12));
    assertThat(index.method()).isEqualTo(Method.CLOSED_FORM);
    assertThat(index.standardError()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, -.2367199259", "2, -.4187548450", "4, -.6097712602", "6, -.1343499778"})
  void growthRatesByCollocationAreReproduced(double p, double rate) {
    HsgdModel model = new HsgdModel(new double[] {1, 0.5}, 0.4, 0.1, 1);
    Spectrum spectrum = Spectrum.of(model.eigenvalues());
    // The rate is that of the process, whatever the weights of the norm.
    for (double weight : new double[] {1, 0.6}) {
      TiltedProblem problem = new TiltedProblem(spectrum, model, new double[] {1, weight});
      assertThat(new TwoBlockSpectrum(problem, 32).growthRate(p)).isCloseTo(rate, within(1e-10));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.4, 0.1, 6.287998",
    "1, 0.5, 0.9, 0.1, 3.149874",
    "1, 0.9, 0.4, 0, 5.233443",
    "2, 1.5, 1, 0.3, 1.343718"
  })
  void twoEigenvaluesAreSolvedToRounding(
      double first, double second, double gamma, double ridge, double exact) {
    Index index = index(new HsgdModel(new double[] {first, second}, gamma, ridge, 1), LITTLE);
    assertThat(index.value()).isCloseTo(exact, within(5.5e-7));
    assertThat(index.method()).isEqualTo(Method.COLLOCATION);
    assertThat(index.standardError()).isZero();
  }

  /** (1, 49 x 0.5), the printed digits; and indexes of thousands, where V alone would overflow. */
  @Test
  void multiplicitiesAndSmallRatesKeepTheAccuracy() {
    double[] lambda = new double[50];
    Arrays.fill(lambda, 0.5);
    lambda[0] = 1;
    assertThat(index(new HsgdModel(lambda, 0.06, 0, 1), LITTLE).value())
        .isCloseTo(17.250636, within(5.5e-7));
    HsgdModel slow = new HsgdModel(new double[] {1, 0.5}, 1e-4, 0, 1);
    // Two terms of the expansion: its error is of order gamma.
    assertThat(index(slow, LITTLE).value())
        .isCloseTo(HsgdFormulas.of(slow).expansion().index().orElseThrow(), within(1e-4));
  }

  /** Eigenvalues that differ by 1e-9 are three to the particles and two to collocation. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0.4, 0.1, 1",
    "1, 0.5, 1.2, 0.1, 4",
    "1, 0.9, 1.2, 0, 1",
    "1, 0.01, 0.3, 0.001, 1",
    "1, 0.3, 0.02, 0.01, 1",
    "1e-8, 5e-9, 4e7, 1e-9, 1"
  })
  void particlesAgreeWithCollocation(
      double first, double second, double gamma, double ridge, double batchSize) {
    double[] two = {first, second, second};
    double[] three = {first, second, second * (1 - 1e-9)};
    Index exact = index(new HsgdModel(two, gamma, ridge, batchSize), LITTLE);
    Index sampled = index(new HsgdModel(three, gamma, ridge, batchSize), LITTLE);
    assertThat(exact.method()).isEqualTo(Method.COLLOCATION);
    assertThat(sampled.method()).isEqualTo(Method.PARTICLES);
    // The allowance is for populations of 20, whose bias is of first order in 1 / 20.
    assertThat(sampled.value())
        .isCloseTo(exact.value(), within(4 * sampled.standardError() + 2e-3 * exact.value()));
    assertThat(sampled.standardError()).isLessThan(0.01 * exact.value());
  }

  /** Blocks draw one chi-squared number for all their directions but one. */
  @Test
  void blocksOfEqualEigenvaluesAreThePopulationOfTheirDirections() {
    double[] equal = {1, 1, 1, 0.6, 0.6, 0.3, 0.3, 0.3, 0.3};
    double[] split = equal.clone();
    for (int i = 0; i < split.length; i++) {
      split[i] *= 1 - 1e-9 * i;
    }
    Index blocks = index(new HsgdModel(equal, 0.3, 0.05, 1), LITTLE.withWork(400, 20));
    Index singles = index(new HsgdModel(split, 0.3, 0.05, 1), LITTLE.withWork(400, 20));
    double error = StrictMath.hypot(blocks.standardError(), singles.standardError());
    assertThat(blocks.value()).isCloseTo(singles.value(), within(4 * error));
    assertThat(error).isLessThan(0.02);
  }

  @ParameterizedTest
  @CsvSource({"1, CLOSED_FORM", "0.9, COLLOCATION"})
  void withoutAStationaryLawThereIsNoIndex(double other, Method method) {
    HsgdResult result =
        HsgdIndex.of(new HsgdModel(new double[] {1, 1, 1, 1, 1, other}, 1, 0, 1), LITTLE);
    assertThat(result).isInstanceOf(NoStationaryLaw.class);
    assertThat(((NoStationaryLaw) result).method()).isEqualTo(method);
  }

  @Test
  void particlesSeeThatThereIsNoStationaryLawWhereBoundsCannotTell() {
    HsgdModel model = new HsgdModel(new double[] {1, 0.05, 0.05, 0.05 * (1 - 1e-9)}, 6, 0, 1);
    assertThat(HsgdBounds.of(model).unstable()).isFalse();
    assertThat(HsgdBounds.of(model).stationary()).isFalse();
    assertThat(HsgdIndex.of(model, LITTLE))
        .isEqualTo(new NoStationaryLaw("the top Lyapunov exponent is positive", Method.PARTICLES));
    assertThat(HsgdIndex.of(new HsgdModel(new double[] {1, 0.05, 0.05, 0.05}, 6, 0, 1), LITTLE))
        .isInstanceOf(NoStationaryLaw.class);
  }

  /** At a rate where the exponent is nearer to 0 than this much work can tell. */
  @Test
  void tooLittleWorkIsUndefinedAndSaysSo() {
    HsgdModel model = new HsgdModel(new double[] {1, 0.05, 0.05 * (1 - 1e-9)}, 6, 0, 1);
    assertThat(HsgdIndex.of(model, LITTLE))
        .isEqualTo(
            new Undefined("the top Lyapunov exponent cannot be told from 0 with this much work"));
  }

  @ParameterizedTest
  @CsvSource({
    "4.9e-324, 1",
    "1e-300, 4.9e-324",
    "1e-300, 1e-200",
    "0.4, 1e200",
    "1e300, 1e300",
    "1e150, 1"
  })
  void numbersThatOverflowEnd(double learningRate, double eigenvalue) {
    double[] three = {eigenvalue, eigenvalue / 2, eigenvalue / 3};
    for (double[] lambda : List.of(new double[] {eigenvalue, eigenvalue / 2}, three)) {
      HsgdResult result =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> HsgdIndex.of(new HsgdModel(lambda, learningRate, 0.1, 1), LITTLE));
      if (result instanceof Index index) {
        assertThat(index.value()).isPositive().isFinite();
      }
    }
  }

  @Test
  void onlyTheRatioOfLearningRateAndBatchSizeMatters() {
    double[] lambda = {1.3, 0.9, 0.4};
    Index one = index(new HsgdModel(lambda, 0.25, 0.03, 1), LITTLE);
    Index four = index(new HsgdModel(lambda, 1, 0.03, 4), LITTLE);
    assertThat(four.value()).isCloseTo(one.value(), within(1e-6));
  }

  @Test
  void equalArgumentsGiveEqualBitsAndSeedsDiffer() {
    HsgdModel model = new HsgdModel(new double[] {1, 0.7, 0.2}, 0.4, 0.01, 1);
    Index index = index(model, LITTLE);
    assertThat(index(model, LITTLE)).isEqualTo(index);
    Index other = index(model, LITTLE.withSeed(4));
    assertThat(other).isNotEqualTo(index);
    double error = StrictMath.hypot(index.standardError(), other.standardError());
    assertThat(other.value()).isCloseTo(index.value(), within(4 * error));
  }

  @Test
  void progressRisesToOne() {
    List<Double> shares = new ArrayList<>();
    index(
        new HsgdModel(new double[] {1, 0.7, 0.2}, 0.4, 0.01, 1), LITTLE.withProgress(shares::add));
    assertThat(shares).isSorted().endsWith(1.0).hasSizeGreaterThan(20);
    shares.clear();
    index(new HsgdModel(new double[] {1, 0.7}, 0.4, 0.01, 1), LITTLE.withProgress(shares::add));
    assertThat(shares).containsExactly(1.0);
  }

  @Test
  void aCancelledSearchEnds() {
    int[] asked = {0};
    HsgdOptions options = LITTLE.withCancellation(() -> ++asked[0] > 5);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () -> HsgdIndex.of(new HsgdModel(new double[] {1, 0.7, 0.2}, 0.4, 0, 1), options))
        .withMessage("hSGD index cancelled");
    assertThat(asked[0]).isEqualTo(6);
  }

  @Test
  void optionsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LITTLE.withWork(39, 20))
        .withMessage("particles must be in [40, 1000000]: was 39");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LITTLE.withWork(40, 4))
        .withMessage("horizon must be in [5, 100000]: was 4");
  }

  private static Index index(HsgdModel model, HsgdOptions options) {
    HsgdResult result = HsgdIndex.of(model, options);
    assertThat(result).isInstanceOf(Index.class);
    return (Index) result;
  }
}
