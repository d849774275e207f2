// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.KestenResult.Status;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kesten index of SGD with heavy-ball momentum, on fresh Gaussian rows and on given ones. */
class MomentumKestenTest {
  private static final KestenOptions OPTIONS = KestenOptions.standard().withWork(400, 400);

  /** At the learning rate that is equivalent to 0.4 to first order. */
  private static SgdStep step(double beta) {
    return new SgdStep(0.4 * (1 - beta), 0.1, 1, beta);
  }

  /** The limits follow from exact even moments; they are at most 20 % apart. */
  @ParameterizedTest
  @CsvSource({"0", ".3", ".5", ".9"})
  void gaussianRowsKeepTheLimitsOfExactMoments(double beta) {
    KestenResult result = KestenIndex.ofGaussianRows(new double[] {1}, step(beta), OPTIONS);
    assertLimits(result, MomentumMoments.gaussian(step(beta)).indexLimits());
  }

  @ParameterizedTest
  @CsvSource({".3", ".5", ".8"})
  void givenRowsKeepTheLimitsOfExactMoments(double beta) {
    double[][] rows = SyntheticDesign.rows(new double[] {1});
    KestenResult result = KestenIndex.ofRows(rows, step(beta), OPTIONS);
    assertThat(result.status()).isEqualTo(Status.ESTIMATED);
    assertLimits(result, MomentumMoments.ofRows(rows, step(beta)).indexLimits());
  }

  private static void assertLimits(KestenResult result, double[] limits) {
    assertThat(limits[1] / limits[0]).isBetween(1.0, 1.2);
    double error = 3 * result.standardError();
    assertThat(result.index().orElseThrow()).isBetween(limits[0] - error, limits[1] + error);
  }

  /**
   * Known from plain sampling, to 0.1: 3.91, 5.16 and 7.4 in one dimension, 4.9, 6.3 and 8.2 in
   * five. Plain sampling finds too high an index where it is high: at 7.4 the exact moments above
   * prove that it is lower. So the index is held to those values from above, to 0.1, and from below
   * to 0.1 and what plain sampling errs: nothing at 4, 2 % at 5, 4 % at 6, 7 % above.
   */
  @ParameterizedTest
  @CsvSource({
    "1, .4, .1, 0, 3.91, 0",
    "1, .4, .1, .5, 5.16, .02",
    "1, .4, .1, .9, 7.4, .07",
    "1 .8 .6 .4 .2, .3, .05, 0, 4.9, 0",
    "1 .8 .6 .4 .2, .3, .05, .5, 6.3, .04",
    "1 .8 .6 .4 .2, .3, .05, .9, 8.2, .07"
  })
  void momentumSmooths(
      String spectrum, double rate, double ridge, double beta, double sampled, double excess) {
    double[] lambda = TheoryTables.numbers(spectrum);
    SgdStep step = new SgdStep(rate * (1 - beta), ridge, 1, beta);
    double index = KestenIndex.ofGaussianRows(lambda, step, OPTIONS).index().orElseThrow();
    assertThat(index).isBetween(sampled * (1 - excess) - 0.1, sampled + 0.1);
  }

  /** Printed: 6.5 and 6.9, right to 20 % at a momentum of 0.9 and too high without. */
  @ParameterizedTest
  @CsvSource({"1, .4, .1, 6.5", "1 .8 .6 .4 .2, .3, .05, 6.9"})
  void strongMomentumComesNearHomogenizedSgdAtTheEquivalentRate(
      String spectrum, double rate, double ridge, double homogenized) {
    double[] lambda = TheoryTables.numbers(spectrum);
    HsgdModel model = new HsgdModel(lambda, rate, ridge, 1);
    HsgdResult.Index index =
        (HsgdResult.Index) HsgdIndex.of(model, HsgdOptions.standard().withWork(200, 15));
    assertThat(index.value()).isCloseTo(homogenized, within(0.055));
    double strong =
        KestenIndex.ofGaussianRows(lambda, new SgdStep(0.1 * rate, ridge, 1, 0.9), OPTIONS)
            .index()
            .orElseThrow();
    assertThat(strong).isBetween(0.8 * index.value(), 1.2 * index.value());
  }

  /** z from the eigenvalues of the longest row's companion matrix. */
  @Test
  void theRepeatBoundIsThatOfTheLongestRow() {
    double[][] rows = {{1, 0}, {0, 1}, {3, 1}, {0.5, 2}};
    SgdStep step = new SgdStep(0.4, 0.1, 2, 0.6);
    double scale = 0.4 * (10 + 0.1);
    double[][] companion = {{1 - scale, 0.6}, {-scale, 0.6}};
    double radius = 0;
    for (double value :
        new EigenDecomposition(new Array2DRowRealMatrix(companion)).getRealEigenvalues()) {
      radius = Math.max(radius, Math.abs(value));
    }
    KestenResult result = KestenIndex.ofRows(rows, step, KestenOptions.standard().withWork(64, 50));
    assertThat(result.repeatBound().orElseThrow())
        .isCloseTo(2 * Math.log(4) / Math.log(radius), within(1e-9));
  }

  /** Rows that no repetition makes grow: {@code gamma (|a|^2 + delta) <= 2 (1 + beta)}. */
  @Test
  void shortRowsHaveNoRepeatBoundAndNoIndexThatIsFound() {
    double[][] rows = {{1, 0}, {0, 1}, {-1, 0}};
    KestenResult result =
        KestenIndex.ofRows(
            rows, new SgdStep(0.1, 0, 1, 0.5), KestenOptions.standard().withWork(100, 100));
    assertThat(result.status()).isEqualTo(Status.TOO_LARGE);
    assertThat(result.index()).isEmpty();
    assertThat(result.repeatBound()).isEmpty();
    assertThat(result.contractive()).isFalse();
  }
}
