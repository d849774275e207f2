// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.HsgdResult.Index;
import io.tailwatch.tails.theory.HsgdResult.Method;
import io.tailwatch.tails.theory.TheoryTables.Row;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exact index of homogenized SGD of all data sets and spectra. By default with few particles,
 * tenths of a second each; {@code -Dtailwatch.tests=full} adds the standard options.
 */
class HsgdTableTest {
  static List<Row> syntheticTable() {
    return TheoryTables.synthetic();
  }

  static List<Row> spectraTable() {
    return TheoryTables.spectra();
  }

  @ParameterizedTest
  @MethodSource("syntheticTable")
  void everySyntheticRowIsReproduced(Row row) {
    assertRow(row, synthetic(row), HsgdOptions.standard().withWork(200, 15), 2e-3);
  }

  @ParameterizedTest
  @MethodSource("spectraTable")
  void everyDesignSpectrumIsReproduced(Row row) {
    assertRow(row, spectra(row), HsgdOptions.standard().withWork(200, 15), 2e-3);
  }

  @ParameterizedTest
  @MethodSource("syntheticTable")
  @EnabledIfSystemProperty(named = "tailwatch.tests", matches = "full")
  void everySyntheticRowIsReproducedAtTheStandardOptions(Row row) {
    assertRow(row, synthetic(row), HsgdOptions.standard(), 5e-4);
  }

  @ParameterizedTest
  @MethodSource("spectraTable")
  @EnabledIfSystemProperty(named = "tailwatch.tests", matches = "full")
  void everyDesignSpectrumIsReproducedAtTheStandardOptions(Row row) {
    assertRow(row, spectra(row), HsgdOptions.standard(), 5e-4);
  }

  private static HsgdModel synthetic(Row row) {
    return row.model(SyntheticDesign.eigenvalues(row.spectrum("design_spectrum")));
  }

  private static HsgdModel spectra(Row row) {
    return row.model(row.spectrum("spectrum"));
  }

  /**
   * Within three standard errors, the rounding of the print, and a bias that is stated or was
   * measured for the number of particles. The print was made by Euler's method, which errs by up to
   * 2.5e-3 in P10: there the same method gives 7.093, 7.103 and 7.104 (each +- 0.001) at steps of
   * 0.04, 0.02 and 0.01 relaxation times, and this one 7.105.
   */
  private static void assertRow(Row row, HsgdModel model, HsgdOptions options, double bias) {
    Index index = (Index) HsgdIndex.of(model, options);
    double exact = row.number("exact");
    HsgdBounds bounds = HsgdBounds.of(model);
    if (index.method() != Method.PARTICLES) {
      assertThat(index.standardError()).isZero();
      assertThat(index.value()).isCloseTo(exact, within(row.rounding("exact")));
      assertThat(index.value()).isBetween(bounds.lower() - 1e-8, bounds.upper() + 1e-8);
      return;
    }
    boolean p10 = row.cells().containsKey("name") && row.text("name").equals("P10");
    double error = StrictMath.hypot(index.standardError(), row.number("exact_error"));
    assertThat(index.value())
        .isCloseTo(p10 ? 7.105 : exact, within(3 * error + row.rounding("exact") + bias * exact));
    assertThat(index.value()).isCloseTo(exact, within(3 * error + 2.5e-3 * exact));
    assertThat(index.standardError()).isBetween(0.0, 5e-3 * exact);
    assertThat(index.value()).isBetween(bounds.lower() - 3 * error, bounds.upper() + 3 * error);
  }
}
