// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

  @Test
  void whatPeopleReadStaysAsItIs() {
    assertThat(Printable.text("run 1/κernel ü 学习 %2F")).isEqualTo("run 1/κernel ü 学习 %2F");
    assertThat(Printable.text("")).isEmpty();
  }

  @Test
  void nothingBeginsALineMovesTheCursorOrTurnsTheDirection() {
    assertThat(Printable.text("a\nb\rc\td\u001b[2Je\u009bf\u202eg\u2028h\u0085i"))
        .isEqualTo("a\\nb\\rc\\td\\x1b[2Je\\x9bf\\u202eg\\u2028h\\x85i");
    assertThat(Printable.text("lone \ud800 half")).isEqualTo("lone \\ud800 half");
  }

  @Test
  void bytesThatAreNoTextAreShownOneByOne() {
    assertThat(Printable.bytes("ü/1".getBytes(StandardCharsets.UTF_8))).isEqualTo("ü/1");
    assertThat(Printable.bytes(new byte[] {'a', (byte) 0xff, 0, 'b', '\n'}))
        .isEqualTo("a\\xff\\x00b\\x0a");
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "abc, 2, ..."})
  void aCutTextSaysSo(String text, int length, String cut) {
    assertThat(Printable.cut(text, length)).isEqualTo(cut);
  }
}
