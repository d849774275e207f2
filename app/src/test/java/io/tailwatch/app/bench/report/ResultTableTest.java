// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
  private static final ResultTable TABLE =
      new ResultTable(
          "speed", List.of("what", "MB/s"), List.of(List.of("raw", "1,000"), List.of("a|b", "9")));

  @Test
  void columnsAreAligned() {
    assertThat(
            new ResultTable("t", List.of("what", "n"), List.of(List.of("longer", "1"))).markdown())
        .isEqualTo(
            """
            | what   | n |
            |--------|--:|
            | longer | 1 |
            """);
  }

  @Test
  void rowsHaveAsManyCellsAsThereAreColumns() {
    assertThatThrownBy(() -> new ResultTable("t", List.of("a", "b"), List.of(List.of("1"))))
        .hasMessage("rows of t must have 2 cells: was [1]");
  }

  @Test
  void onlyThePlaceOfATableIsReplaced(@TempDir Path dir) throws IOException {
    Path page = dir.resolve("page.md");
    Files.writeString(
        page, "before\n<!-- table:speed -->\nold\n<!-- end:speed -->\nafter $1 \\n\n");
    new ResultPage(page).write(List.of(TABLE));
    assertThat(Files.readString(page))
        .isEqualTo(
            "before\n<!-- table:speed -->\n"
                + TABLE.markdown()
                + "<!-- end:speed -->\nafter $1 \\n\n");
    new ResultPage(page).write(List.of(TABLE));
    assertThat(Files.readString(page)).containsOnlyOnce("1,000");
  }

  @Test
  void aPageWithoutThePlaceSaysWhatToAdd(@TempDir Path dir) throws IOException {
    Path page = dir.resolve("page.md");
    Files.writeString(page, "nothing\n");
    assertThatThrownBy(() -> new ResultPage(page).write(List.of(TABLE)))
        .hasMessageContaining("add <!-- table:speed --> and <!-- end:speed -->");
    assertThat(Files.readString(page)).isEqualTo("nothing\n");
  }

  @Test
  void figuresHaveThreeDigits() {
    assertThat(Figures.text(0.012345)).isEqualTo("0.0123");
    assertThat(Figures.text(1.5)).isEqualTo("1.5");
    assertThat(Figures.text(99.96)).isEqualTo("100");
    assertThat(Figures.text(123456.7)).isEqualTo("123,457");
    assertThat(Figures.text(0)).isEqualTo("0");
    assertThat(Figures.text(new Spread(2, 1, 3))).isEqualTo("2 [1, 3]");
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleOnes() {
    assertThat(Spread.of(DoubleStream.of(4, 1, 3, 2))).isEqualTo(new Spread(2.5, 1, 4));
    assertThat(Spread.of(DoubleStream.of(3, 1, 2))).isEqualTo(new Spread(2, 1, 3));
    assertThatThrownBy(() -> Spread.of(DoubleStream.empty())).hasMessageContaining("empty");
  }

  @Test
  void goalsAreMetAtTheirLimits() {
    Goal least = Goal.atLeast(0.9, 0.75);
    assertThat(least.judge(0.9)).isEqualTo("goal met");
    assertThat(least.judge(0.8)).isEqualTo("gate met");
    assertThat(least.judge(0.7)).isEqualTo("missed");
    assertThat(least.text()).isEqualTo("≥ 0.9 (≥ 0.75)");
    Goal most = Goal.atMost(1.1, 1.25);
    assertThat(most.judge(1.1)).isEqualTo("goal met");
    assertThat(most.judge(1.3)).isEqualTo("missed");
  }
}
