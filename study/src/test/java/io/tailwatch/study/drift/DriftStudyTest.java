// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Table;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bars of the drift study, at an effort of seconds. */
class DriftStudyTest {
  private static List<Table> tables;

  @BeforeAll
  static void run() {
    try (var replications = new Replications(2)) {
      tables = new DriftStudy().run(Effort.SMALL, replications);
    }
  }

  private static Table table(String id) {
    return tables.stream().filter(table -> table.id().equals(id)).findFirst().orElseThrow();
  }

  private static String cell(Table table, List<String> row, String column) {
    return row.get(table.columns().indexOf(column));
  }

  private static double number(Table table, List<String> row, String column) {
    String cell = cell(table, row, column);
    return cell.equals("not found")
        ? Double.POSITIVE_INFINITY
        : Double.parseDouble(cell.replaceAll("[,% ]", ""));
  }

  private static List<String> row(Table table, String label) {
    return table.rows().stream().filter(row -> row.get(0).equals(label)).findFirst().orElseThrow();
  }

  /** 360,000 blocks at 1e-7, even at the 1e-6 of the worst rows: one alarm would disprove it. */
  @Test
  void nothingIsFoundInSteadySeries() {
    Table table = table("run-length");
    assertThat(table.rows())
        .hasSize(20)
        .allSatisfy(row -> assertThat(cell(table, row, "false alarms")).isEqualTo("0"));
    Table sampled = table("model");
    assertThat(sampled.rows())
        .allSatisfy(row -> assertThat(cell(sampled, row, "alarms")).isEqualTo("0, 0"));
  }

  /** 400 series; the 95 % point would have to move by a whole block to break a bar. */
  @Test
  void changesFromFiveToThreeAreFoundWithinTheBar() {
    Table table = table("delay");
    List<List<String>> bars =
        table.rows().stream()
            .filter(row -> row.get(0).startsWith("k 1,000"))
            .filter(row -> row.get(1).equals("5 to 3") || row.get(1).equals("3 to 5"))
            .toList();
    assertThat(bars)
        .hasSize(8)
        .allSatisfy(row -> assertThat(number(table, row, "median")).isLessThanOrEqualTo(2))
        .allSatisfy(row -> assertThat(number(table, row, "95 %")).isLessThanOrEqualTo(4));
    Table samples = table("delay-samples");
    assertThat(samples.rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(number(samples, row, "median")).isLessThanOrEqualTo(2))
        .allSatisfy(row -> assertThat(number(samples, row, "95 %")).isLessThanOrEqualTo(4));
  }

  /** The plain detector is what it is known to be: three standard errors of 100 series. */
  @Test
  void plainCusumIsAsBadAsItIsSaidToBe() {
    Table table = table("plain");
    String plain = "plain CUSUM, h = 5, baseline ";
    assertThat(number(table, row(table, plain + "known, disjoint blocks"), "mean run length"))
        .isCloseTo(465, within(0.3 * 465));
    assertThat(number(table, row(table, plain + "of 32, disjoint blocks"), "within 100 blocks"))
        .isCloseTo(40, within(15.0));
    assertThat(number(table, row(table, plain + "of 32, overlapping windows"), "within 100 blocks"))
        .isGreaterThan(90);
  }

  /** The bound is far above at low scores, where 20,000 blocks are enough to tell. */
  @Test
  void scoresStayBelowTheirBound() {
    Table table = table("score");
    List<String> bound = row(table, "bound");
    for (List<String> row : table.rows()) {
      for (String column : List.of("S >= 0.5", "S >= 1.0")) {
        assertThat(number(table, row, column)).isLessThanOrEqualTo(number(table, bound, column));
      }
    }
  }

  /** 500 series at 0.5 %, or 1 % where blocks are correlated: three standard errors above. */
  @Test
  void aSteadyNewLevelSettles() {
    Table table = table("settling");
    assertThat(table.rows())
        .hasSize(3)
        .allSatisfy(row -> assertThat(number(table, row, "made to wait")).isLessThan(2.5));
  }
}
