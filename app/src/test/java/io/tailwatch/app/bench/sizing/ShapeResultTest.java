// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapeResultTest {
  private static final double ROUNDING = 1e-12;

  private final ShapeResult result =
      new ShapeResult(
          Shape.all().get(0), 100, 20_000_000, 30_000_000, 0.05, 0, 5_000_000, List.of());

  @Test
  void whatAnIdleAnalyzerTakesIsNotTheSeries() {
    assertThat(result.heapBytesPerSeries()).isEqualTo(100_000);
    assertThat(result.coresPerThousand(new ShapeResult.Rate(5, 5, 0.25, 0)))
        .isCloseTo(2, within(ROUNDING));
    assertThat(result.perThousand(result.changelogBytes())).isEqualTo(50_000_000);
  }

  @Test
  void halfOfTheHeapIsLeftFree() {
    assertThat(result.fitting(240_000_000)).isEqualTo(1000);
    assertThat(result.fitting(30_000_000)).as("not even an idle analyzer").isZero();
  }

  @Test
  void everyNumberHasItsColumn() {
    var rate = new ShapeResult.Rate(5, 5, 0.25, 1000);
    var rated =
        new ShapeResult(
            Shape.all().get(0), 100, 20_000_000, 30_000_000, 0.05, 0, 5_000_000, List.of(rate));
    assertThat(SizingReport.tables(List.of(rated)))
        .extracting(table -> table.markdown().lines().count())
        .as("lines of memory, load and heap")
        .containsExactly(3L, 3L, 3L);
  }

  @Test
  void theWindowsOfEveryShapeAreFull() {
    for (Shape shape : Shape.all()) {
      var load = shape.load(3);
      // The pane in which a series begins and the next one do not count.
      assertThat(load.closedPanes()).as(shape.title()).isGreaterThanOrEqualTo(3 * (32 + 2));
    }
  }

  @Test
  void filesAreCountedAndAMissingDirectoryHasNone(@TempDir Path dir) throws IOException {
    Files.createDirectories(dir.resolve("a/b"));
    Files.write(dir.resolve("a/b/one"), new byte[10]);
    Files.write(dir.resolve("two"), new byte[5]);
    assertThat(DiskUse.files(dir)).isEqualTo(15);
    assertThat(DiskUse.files(dir.resolve("none"))).isZero();
  }
}
