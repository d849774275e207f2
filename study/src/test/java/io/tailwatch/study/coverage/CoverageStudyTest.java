// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The bars of the live interval on few windows: 40 of 100,000 steps and 80 of 20,000 per process.
 * Tolerances are three binomial standard errors at the bar.
 */
class CoverageStudyTest {
  private static final Setting LONG = Setting.ALL.get(0);
  private static final Setting SHORT = Setting.ALL.get(2);
  private static final int LONG_WINDOWS = 40;
  private static final int SHORT_WINDOWS = 80;
  private static List<Measured> all;

  @BeforeAll
  static void measure() {
    try (var replications = new Replications(2)) {
      all = CoverageStudy.measure(Effort.SMALL, replications);
    }
  }

  private static double standardError(double share, int windows) {
    return Math.sqrt(share * (1 - share) / windows);
  }

  private static double mean(Setting setting) {
    return all.stream()
        .mapToDouble(measured -> measured.windows().get(setting).coveredOrUndefined())
        .average()
        .orElseThrow();
  }

  @Test
  void longWindowsCoverThePopulationReading() {
    for (Measured measured : all) {
      Measured.Windows windows = measured.windows().get(LONG);
      assertThat(windows.tried()).isEqualTo(LONG_WINDOWS);
      assertThat(windows.undefined()).as(measured.subject().process().name()).isZero();
      assertThat(windows.coveredOrUndefined())
          .as(measured.subject().process().name())
          .isGreaterThan(0.92 - 3 * standardError(0.92, LONG_WINDOWS));
    }
    assertThat(mean(LONG))
        .isBetween(
            0.92 - 3 * standardError(0.92, 7 * LONG_WINDOWS),
            0.98 + 3 * standardError(0.98, 7 * LONG_WINDOWS));
  }

  @Test
  void shortWindowsCoverThePopulationReadingOrAreTooFew() {
    for (Measured measured : all) {
      assertThat(measured.windows().get(SHORT).coveredOrUndefined())
          .as(measured.subject().process().name())
          .isGreaterThan(0.91 - 3 * standardError(0.91, SHORT_WINDOWS));
    }
    assertThat(mean(SHORT)).isGreaterThan(0.91 - 3 * standardError(0.91, 7 * SHORT_WINDOWS));
  }

  /** Nominal 95 % that covers half: what the intervals are there to avoid. */
  @Test
  void theIndependentFormulaDoesNotCoverDependentSeries() {
    Measured autoregression = all.get(2);
    assertThat(autoregression.windows().get(SHORT).coverage(WindowOutcome::independent))
        .isLessThan(0.7);
    assertThat(all.get(1).windows().get(SHORT).coverage(WindowOutcome::independent))
        .isGreaterThan(0.95 - 3 * standardError(0.95, SHORT_WINDOWS));
  }

  @Test
  void theLongSimulationFindsTheClosedForms() {
    for (Measured measured : all.subList(0, 2)) {
      double closed = measured.subject().closedForm().orElseThrow().applyAsDouble(0.02);
      double deviation = Math.log(measured.population().reading(0.02) / closed);
      assertThat(Math.abs(deviation)).isLessThan(4 * measured.population().logError(0.02));
      assertThat(measured.population().logError(0.02)).isBetween(2e-3, 2e-2);
    }
  }

  /** Monte Carlo: 2.80 squared and 2.23 squared at 400 runs; single samples scatter widely. */
  @Test
  void theMeasuresOfDependenceSeeTheClusters() {
    double[] autoregression = factors(all.get(2));
    double[] independent = factors(all.get(0));
    assertThat(Statistics.mean(autoregression)).isBetween(4.5, 8.5);
    assertThat(Statistics.mean(independent)).isBetween(0.85, 1.1);
    double theta =
        Statistics.mean(
            all.get(2).dependence().stream().mapToDouble(DependenceOutcome::theta).toArray());
    // 1 - 0.9^3 = 0.271 in the limit.
    assertThat(theta).isBetween(0.2, 0.34);
  }

  private static double[] factors(Measured measured) {
    return measured.dependence().stream().mapToDouble(DependenceOutcome::inflation).toArray();
  }

  @Test
  void theTablesHaveARowPerProcess() {
    List<Table> tables = CoverageTables.of(all);
    assertThat(tables)
        .extracting(Table::id)
        .containsExactly(
            "population",
            "reading-100000-2",
            "reading-100000-0.5",
            "reading-20000-2",
            "index",
            "dependence",
            "offline");
    assertThat(tables.get(1).rows()).hasSize(7);
    assertThat(tables.get(4).rows()).hasSize(21);
  }
}
