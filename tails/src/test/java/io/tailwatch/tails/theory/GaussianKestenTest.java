// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.KestenResult.Status;
import io.tailwatch.tails.theory.TheoryTables.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Kesten index of SGD on fresh Gaussian rows. The table by default with few particles, tenths
 * of a second each; {@code -Dtailwatch.tests=full} adds ten times the work (a minute for 50
 * dimensions).
 */
class GaussianKestenTest {
  static List<Row> table() {
    return TheoryTables.synthetic();
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyRowIsReproduced(Row row) {
    boolean high = row.spectrum("design_spectrum").length == 50;
    assertRow(row, KestenOptions.standard().withWork(high ? 200 : 400, high ? 100 : 250), 0.01);
  }

  @ParameterizedTest
  @MethodSource("table")
  @EnabledIfSystemProperty(named = "tailwatch.tests", matches = "full")
  void everyRowIsReproducedWithMoreWork(Row row) {
    assertRow(row, KestenOptions.standard().withWork(2000, 500), 0.005);
  }

  /**
   * Within three standard errors of both, the rounding of the print, and a bias: the table's own
   * particles have one of up to 0.5 %, few particles have more.
   */
  private static void assertRow(Row row, KestenOptions options, double bias) {
    double[] spectrum = row.spectrum("design_spectrum");
    KestenResult result =
        KestenIndex.ofGaussianRows(
            spectrum,
            new SgdStep(row.number("learning_rate"), row.number("ridge"), row.batchSize()),
            options);
    assertThat(result.contractive()).isFalse();
    assertThat(result.repeatBound()).isEmpty();
    if (row.text("kesten_streaming").equals("diverges")) {
      assertThat(result.status()).isEqualTo(Status.DIVERGENT);
      return;
    }
    boolean equal = spectrum[0] == spectrum[spectrum.length - 1];
    assertThat(result.status()).isEqualTo(equal ? Status.EXACT : Status.ESTIMATED);
    double expected = row.number("kesten_streaming");
    double error = StrictMath.hypot(result.standardError(), row.number("kesten_streaming_error"));
    assertThat(result.index().orElseThrow())
        .isCloseTo(
            expected,
            within(3 * error + row.rounding("kesten_streaming") + (equal ? 0 : bias * expected)));
  }

  /** Rows without correlation along the first eigenvector cannot be lighter than that component. */
  @Test
  void theProjectionIsAnUpperBound() {
    SgdStep step = new SgdStep(0.4, 0.1, 1);
    double alone = IsotropicGaussianIndex.of(1, 1, step).index().orElseThrow();
    KestenResult both =
        KestenIndex.ofGaussianRows(
            new double[] {1, 0.5}, step, KestenOptions.standard().withWork(500, 300));
    assertThat(both.index().orElseThrow()).isLessThan(alone);
  }

  /**
   * At this rate the directions need 250 steps to settle, more than four times those allowed: what
   * is known is the exact index of the first component alone.
   */
  @Test
  void withoutTimeToSettleTheProjectionIsWhatIsKnown() {
    SgdStep step = new SgdStep(0.02, 0, 1);
    KestenResult result =
        KestenIndex.ofGaussianRows(
            new double[] {1, 0.5}, step, KestenOptions.standard().withWork(64, 50));
    assertThat(result.status()).isEqualTo(Status.PROJECTION_BOUND);
    assertThat(result.index()).isEqualTo(IsotropicGaussianIndex.of(1, 1, step).index());
    assertThat(result.standardError()).isZero();
    KestenResult longer =
        KestenIndex.ofGaussianRows(
            new double[] {1, 0.5}, step, KestenOptions.standard().withWork(200, 100));
    assertThat(longer.status()).isEqualTo(Status.ESTIMATED);
    assertThat(longer.index().orElseThrow()).isLessThan(result.index().orElseThrow());
  }

  /** If even the first component alone diverges, there is nothing to simulate. */
  @Test
  void aDivergentProjectionDiverges() {
    SgdStep step = new SgdStep(8, 0, 1);
    assertThat(IsotropicGaussianIndex.of(1, 1, step).status()).isEqualTo(Status.DIVERGENT);
    assertThat(
            KestenIndex.ofGaussianRows(new double[] {1, 0.5}, step, KestenOptions.standard())
                .status())
        .isEqualTo(Status.DIVERGENT);
  }

  @Test
  void smallStepsHaveNoIndexOfUse() {
    KestenResult result =
        KestenIndex.ofGaussianRows(
            new double[] {1, 0.5},
            new SgdStep(1e-5, 0.1, 1),
            KestenOptions.standard().withWork(64, 50));
    assertThat(result.status()).isEqualTo(Status.TOO_LARGE);
    assertThat(result.index()).isEmpty();
  }

  @Test
  void equalArgumentsGiveEqualBits() {
    double[] spectrum = {1, 0.5, 0.2};
    SgdStep step = new SgdStep(0.4, 0.1, 2, 0.3);
    KestenOptions options = KestenOptions.standard().withWork(200, 100);
    assertThat(KestenIndex.ofGaussianRows(spectrum, step, options))
        .isEqualTo(KestenIndex.ofGaussianRows(spectrum, step, options))
        .isNotEqualTo(KestenIndex.ofGaussianRows(spectrum, step, options.withSeed(3)));
  }
}
