// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.IndexStatement.Kind;
import io.tailwatch.tails.theory.TheoryTables.Row;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HsgdFormulasTest {
  static List<Row> syntheticTable() {
    return TheoryTables.synthetic();
  }

  static List<Row> spectraTable() {
    return TheoryTables.spectra();
  }

  @ParameterizedTest
  @MethodSource("syntheticTable")
  void everySyntheticRowIsReproduced(Row row) {
    assertRow(row, row.model(SyntheticDesign.eigenvalues(row.spectrum("design_spectrum"))));
  }

  @ParameterizedTest
  @MethodSource("spectraTable")
  void everyDesignSpectrumIsReproduced(Row row) {
    assertRow(row, row.model(row.spectrum("spectrum")));
  }

  private static void assertRow(Row row, HsgdModel model) {
    HsgdFormulas formulas = HsgdFormulas.of(model);
    double secular = formulas.secular().index().orElseThrow();
    if (!row.text("secular").equals("-")) {
      assertThat(secular).isCloseTo(row.number("secular"), within(row.rounding("secular")));
    }
    double exact = row.number("exact");
    assertHolds(formulas.etaStar(), exact, row.rounding("exact"));
    assertHolds(formulas.norm(), exact, row.rounding("exact"));
    assertHolds(formulas.lossNorm(), exact, row.rounding("exact"));
    assertHolds(formulas.intrinsicDimension(), exact, row.rounding("exact"));
    assertHolds(formulas.secular(), exact, row.rounding("exact"));
    assertThat(secular).isBetween(0.88 * exact, 1.04 * exact);
  }

  private static void assertHolds(IndexStatement statement, double index, double tolerance) {
    statement
        .index()
        .ifPresent(
            value -> {
              switch (statement.kind()) {
                case EXACT -> assertThat(value).isCloseTo(index, within(tolerance));
                case LOWER_BOUND -> assertThat(value).isLessThan(index + tolerance);
                case UPPER_BOUND -> assertThat(value).isGreaterThan(index - tolerance);
                case ESTIMATE -> assertThat(value).isFinite();
              }
            });
  }

  /** 6.27 and 4.21 are printed for P3 and P4, and that it is negative from P5 on. */
  @ParameterizedTest
  @CsvSource({"P3, 6.27", "P4, 4.21"})
  void theLossNormIsGoodForSimilarEigenvalues(String name, double bound) {
    assertThat(lossNorm(name)).isCloseTo(bound, within(0.0055));
  }

  @ParameterizedTest
  @CsvSource({"P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12"})
  void theLossNormSaysNothingForSpreadEigenvalues(String name) {
    assertThat(lossNorm(name)).isNegative();
  }

  private static double lossNorm(String name) {
    Row row = TheoryTables.synthetic(name);
    HsgdModel model = row.model(SyntheticDesign.eigenvalues(row.spectrum("design_spectrum")));
    return HsgdFormulas.of(model).lossNorm().index().orElseThrow();
  }

  @Test
  void theBoundByIntrinsicDimensionIsTheNormBoundWhereItHolds() {
    double[] lambda = {1, 0.6, 0.3};
    double limit = 2 * 4 / 1.9;
    HsgdFormulas below = HsgdFormulas.of(new HsgdModel(lambda, 0.999 * limit, 0.1, 4));
    assertThat(below.intrinsicDimension().index().orElseThrow())
        .isCloseTo(below.norm().index().orElseThrow(), within(1e-12))
        .isCloseTo(below.etaStar().index().orElseThrow() - 0.9, within(1e-12));
    HsgdFormulas above = HsgdFormulas.of(new HsgdModel(lambda, 1.001 * limit, 0.1, 4));
    assertThat(above.intrinsicDimension().index()).isEmpty();
    assertThat(above.intrinsicDimension().reason())
        .isEqualTo("holds for learning rates up to 2 B / tr H = 4.21");
  }

  @ParameterizedTest
  @CsvSource({"0.1, 20.8090, 20.8015", "0.02, 100.8090, 100.8076"})
  void theExpansionNearsTheIndexForSmallRates(double gamma, double expansion, double exact) {
    HsgdModel model = new HsgdModel(new double[] {1, 0.5}, gamma, 0, 1);
    assertThat(HsgdFormulas.of(model).expansion().index().orElseThrow())
        .isCloseTo(expansion, within(5.5e-5));
    HsgdResult.Index index = (HsgdResult.Index) HsgdIndex.of(model, HsgdOptions.standard());
    assertThat(index.value()).isCloseTo(exact, within(5.5e-5));
  }

  /** Printed: 20.0 for 50 eigenvalues, where the index is 12.6. */
  @Test
  void theExpansionIsWithheldWhereItErrs() {
    Row row = TheoryTables.synthetic("P9");
    HsgdModel model = row.model(SyntheticDesign.eigenvalues(row.spectrum("design_spectrum")));
    HsgdFormulas formulas = HsgdFormulas.of(model);
    double value = formulas.etaStar().index().orElseThrow() - formulas.kappaSum();
    assertThat(value).isCloseTo(20.0, within(0.055));
    assertThat(formulas.expansion().index()).isEmpty();
    assertThat(formulas.expansion().reason()).startsWith("the sum of kappas");
  }

  @Test
  void inOneDimensionAllAreExact() {
    HsgdFormulas formulas = HsgdFormulas.of(new HsgdModel(new double[] {0.7}, 0.3, 0.2, 2));
    double exact = 1 + 2 * 2 * 0.9 / (0.3 * 0.49);
    for (IndexStatement statement :
        List.of(formulas.etaStar(), formulas.lossNorm(), formulas.secular())) {
      assertThat(statement.kind()).isEqualTo(Kind.EXACT);
      assertThat(statement.index().orElseThrow()).isCloseTo(exact, within(1e-12));
    }
    assertThat(formulas.intrinsicDimension().index().orElseThrow()).isCloseTo(exact, within(1e-12));
    assertThat(formulas.expansion().index().orElseThrow()).isCloseTo(exact, within(1e-12));
  }

  @Test
  void equalEigenvaluesHaveAnExactSecularRoot() {
    double[] lambda = {0.8, 0.8, 0.8, 0.8};
    IndexStatement secular = HsgdFormulas.of(new HsgdModel(lambda, 0.3, 0.1, 1)).secular();
    assertThat(secular.kind()).isEqualTo(Kind.EXACT);
    assertThat(secular.index().orElseThrow())
        .isCloseTo(2 - 4 + 2 * 0.9 / (0.3 * 0.64), within(1e-12));
  }

  @Test
  void theSecularRootIsTwoAtTheSecondMomentThreshold() {
    double[] lambda = {1, 0.5, 0.2, 0.01};
    HsgdModel model = new HsgdModel(lambda, 0.3, 0.05, 3);
    double gamma2 = HsgdBounds.of(model).gamma2();
    assertThat(HsgdFormulas.of(model.withLearningRate(gamma2)).secular().index().orElseThrow())
        .isCloseTo(2, within(1e-12));
  }

  /** Random spectra of two values, whose index is known, on both sides of 2. */
  @Test
  void statementsHoldForRandomSpectra() {
    SplittableRandom random = new SplittableRandom(5);
    int[] seen = new int[Kind.values().length];
    for (int i = 0; i < 30; i++) {
      double other = 0.05 + 0.9 * random.nextDouble();
      double[] lambda =
          IntStream.range(0, 2 + random.nextInt(4)).mapToDouble(k -> k == 0 ? 1 : other).toArray();
      double trace = Arrays.stream(lambda).sum();
      HsgdModel model =
          new HsgdModel(
              lambda, (0.2 + random.nextDouble()) * 2 / trace, 0.2 * random.nextDouble(), 1);
      if (HsgdIndex.of(model, HsgdOptions.standard()) instanceof HsgdResult.Index index) {
        HsgdFormulas formulas = HsgdFormulas.of(model);
        assertHolds(formulas.secular(), index.value(), 1e-7);
        assertHolds(formulas.lossNorm(), index.value(), 1e-7);
        assertHolds(formulas.intrinsicDimension(), index.value(), 1e-7);
        seen[formulas.secular().kind().ordinal()]++;
      }
    }
    assertThat(seen[Kind.LOWER_BOUND.ordinal()]).isPositive();
    assertThat(seen[Kind.UPPER_BOUND.ordinal()]).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"4.9e-324, 1", "1e-300, 1e-200", "0.4, 1e200", "1e300, 1e300"})
  void numbersThatOverflowGiveNoStatement(double learningRate, double eigenvalue) {
    HsgdFormulas formulas =
        HsgdFormulas.of(
            new HsgdModel(new double[] {eigenvalue, eigenvalue / 2}, learningRate, 0.1, 1));
    formulas.secular().index().ifPresent(value -> assertThat(value).isNotNaN());
    formulas.lossNorm().index().ifPresent(value -> assertThat(value).isNotNaN());
  }
}
