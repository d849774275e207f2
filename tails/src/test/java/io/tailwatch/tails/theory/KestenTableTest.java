// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.KestenResult.Status;
import io.tailwatch.tails.theory.TheoryTables.Row;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Kesten index of all synthetic data sets. By default with fewer particles and half of the
 * steps, a second or two each at most; {@code -Dtailwatch.tests=full} adds the standard options
 * (minutes).
 */
class KestenTableTest {
  static List<Row> table() {
    return TheoryTables.synthetic();
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyRowIsReproduced(Row row) {
    boolean high = row.spectrum("design_spectrum").length == 50;
    KestenResult result = indexOf(row, KestenOptions.standard().withWork(1000, high ? 400 : 500));
    // Few particles overestimate: measured up to 1.5 % for 10 and 2.3 % for 50 dimensions at 1,000
    // particles.
    assertRow(row, result, high ? 0.025 : 0.015);
  }

  @ParameterizedTest
  @MethodSource("table")
  @EnabledIfSystemProperty(named = "tailwatch.tests", matches = "full")
  void everyRowIsReproducedAtTheStandardOptions(Row row) {
    assertRow(row, indexOf(row, KestenOptions.standard()), 0.005);
  }

  /** {@code gamma (max |a|^2 + delta)}, above 2 in all of them: no step size contracts always. */
  @ParameterizedTest
  @MethodSource("table")
  void theReachOfTheLongestRowIsReproduced(Row row) {
    double[][] rows = SyntheticDesign.rows(row.spectrum("design_spectrum"));
    TheoryProblem problem =
        TheoryProblem.ofRows(
            rows, row.number("learning_rate"), row.number("ridge"), row.batchSize());
    RowStatements statements = problem.rowStatements().orElseThrow();
    assertThat(statements.contractive()).isFalse();
    assertThat(statements.reach()).isCloseTo(row.number("reach"), within(row.rounding("reach")));
  }

  private static KestenResult indexOf(Row row, KestenOptions options) {
    double[][] rows = SyntheticDesign.rows(row.spectrum("design_spectrum"));
    return KestenIndex.ofRows(
        rows, row.number("learning_rate"), row.number("ridge"), row.batchSize(), options);
  }

  private static void assertRow(Row row, KestenResult result, double bias) {
    SpectralData data = SpectralData.of(SyntheticDesign.rows(row.spectrum("design_spectrum")));
    assertThat(result.contractive()).isFalse();
    if (row.text("kesten").equals("diverges")) {
      assertThat(result.status()).isEqualTo(Status.DIVERGENT);
      assertThat(result.index()).isEmpty();
      return;
    }
    double index = result.index().orElseThrow();
    assertThat(index).isLessThan(result.repeatBound().orElseThrow());
    if (data.dimension() == 1) {
      assertThat(result.status()).isEqualTo(Status.EXACT);
      assertThat(result.standardError()).isZero();
      assertThat(index).isCloseTo(row.number("kesten"), within(row.rounding("kesten")));
      return;
    }
    assertThat(result.status()).isEqualTo(Status.ESTIMATED);
    double ownError = result.standardError();
    double attainedError = row.number("kesten_attained_error");
    assertThat(index)
        .isCloseTo(
            row.number("kesten_attained"),
            within(
                3 * StrictMath.hypot(ownError, attainedError)
                    + bias * row.number("kesten_attained")));
    if (!row.text("name").matches("P9|P12")) {
      // Of these two the first computation missed the growth along long rows: see
      // AdaptedGrowthRate.
      assertThat(index)
          .isCloseTo(
              row.number("kesten"),
              within(
                  3 * StrictMath.hypot(ownError, row.number("kesten_error"))
                      + bias * row.number("kesten")));
    }
  }
}
