// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class HillPictureTest {

  private static final int FRAME = 9;

  private static TailProfile pareto(int n) {
    Random random = new Random(5);
    return TailProfile.of(
        DoubleStream.generate(() -> Math.pow(1 - random.nextDouble(), -0.5)).limit(n).toArray(),
        TailSide.BOTH);
  }

  private static List<String> draw(TailProfile profile, int k, Map<Character, Long> marks) {
    return HillPicture.lines(profile, profile.point(k - 1), 1, marks);
  }

  @Test
  void theCurveIsTheReadingAtEachColumn() {
    TailProfile profile = pareto(10_000);
    List<String> lines = draw(profile, 500, Map.of());
    double top = Double.parseDouble(lines.get(0).substring(0, 7).strip());
    double bottom = Double.parseDouble(lines.get(15).substring(0, 7).strip());
    // A row is less than a twentieth of this plot, whose labels are rounded to 0.01.
    double row = (top - bottom) / 15;
    int seen = 0;
    for (int column = 20; column < 71; column++) {
      double k = 10 * Math.pow(9_999 / 10.0, column / 70.0);
      double reading = 1 / profile.moment((int) Math.round(k) - 1, 1);
      for (int i = 0; i < 16; i++) {
        if (cell(lines.get(i), column) == '*') {
          assertThat(top - i * row).isCloseTo(reading, within(row + 0.02));
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(45);
  }

  @Test
  void theCutAndTheRulesStandAtTheirK() {
    List<String> lines = draw(pareto(10_000), 100, Map.of('a', 1_000L, 'b', 9_999L));
    String letters = lines.get(lines.size() - 1);
    assertThat(letters.indexOf('^')).isEqualTo(lines.get(0).indexOf('|', FRAME));
    // A third and two thirds of three decades over 70 columns.
    assertThat(letters.indexOf('^') - FRAME).isCloseTo(23, within(1));
    assertThat(letters.indexOf('a') - FRAME).isCloseTo(47, within(1));
    assertThat(letters.indexOf('b') - FRAME).isEqualTo(70);
    assertThat(String.join("\n", lines)).contains("O").contains("10,000");
  }

  @Test
  void aCutAtVeryFewValuesHasItsPlaceOnTheAxis() {
    List<String> lines = draw(pareto(10_000), 2, Map.of('a', 1L));
    String letters = lines.get(lines.size() - 1);
    assertThat(letters.indexOf('^') - FRAME).isZero();
    // ln 10/2 of ln 9,999/2 over 70 columns.
    assertThat(lines.get(lines.size() - 2).indexOf("10 ") - FRAME).isCloseTo(13, within(1));
  }

  @Test
  void lettersAtTheSameKStandBesideEachOther() {
    List<String> lines = draw(pareto(10_000), 100, Map.of('a', 100L, 'b', 100L, 'c', 100L));
    assertThat(lines.get(lines.size() - 1)).contains("a", "b", "c", "^");
  }

  @Test
  void everyLineFitsATerminal() {
    for (int n : new int[] {5, 50, 5_000}) {
      assertThat(draw(pareto(n), 2, Map.of('a', 1L)))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  @Test
  void twoThresholdsAreNoPicture() {
    assertThat(draw(pareto(2), 1, Map.of())).isEmpty();
  }

  @Test
  void dependenceWidensTheBand() {
    TailProfile profile = pareto(10_000);
    long narrow = dots(HillPicture.lines(profile, profile.point(499), 1, Map.of()));
    long wide = dots(HillPicture.lines(profile, profile.point(499), 9, Map.of()));
    assertThat(wide).isGreaterThan(narrow);
  }

  private static long dots(List<String> lines) {
    return lines.stream()
        .filter(line -> line.length() > FRAME)
        .flatMapToInt(line -> line.substring(FRAME).chars())
        .filter(c -> c == '.')
        .count();
  }

  private static char cell(String line, int column) {
    int at = FRAME + column;
    return at < line.length() ? line.charAt(at) : ' ';
  }
}
