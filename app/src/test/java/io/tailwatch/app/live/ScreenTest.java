// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.app.cli.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final StringWriter out = new StringWriter();

  @Test
  void aTerminalIsRedrawnInPlaceFromTheFirstColumn() {
    Screen screen = screen(true);
    screen.show(List.of("one", "two", "three"), false);
    screen.show(List.of("four"), false);
    screen.clear();
    screen.clear();
    assertThat(out.toString())
        .isEqualTo(
            "\033[2Kone\n\033[2Ktwo\n\033[2Kthree\n\033[J"
                + "\r\033[3A\033[2Kfour\n\033[J"
                + "\r\033[1A\033[J");
  }

  @Test
  void anotherWidthClearsTheTerminalOnce() {
    int[] columns = {100};
    Screen screen = new Screen(console(true), () -> columns[0], () -> 40);
    screen.show(List.of("wide"), false);
    columns[0] = 50;
    assertThat(screen.width()).isEqualTo(50);
    screen.show(List.of("narrow"), false);
    screen.show(List.of("again"), false);
    assertThat(out.toString())
        .isEqualTo(
            "\033[2Kwide\n\033[J"
                + "\033[H\033[2J\033[2Knarrow\n\033[J"
                + "\r\033[1A\033[2Kagain\n\033[J");
  }

  @Test
  void aWidthThatChangesAfterTheLinesWereMadeClearsAgainForTheNextOnes() {
    int[] columns = {100};
    Screen screen = new Screen(console(true), () -> columns[0], () -> 40);
    screen.show(List.of("wide"), false);
    screen.width();
    columns[0] = 50;
    screen.show(List.of("still wide"), false);
    screen.width();
    screen.show(List.of("narrow"), false);
    assertThat(out.toString().split("\033\\[2J", -1)).hasSize(3);
  }

  @Test
  void elsewhereSnapshotsAreAppendedButNotTwiceASecond() {
    Screen screen = screen(false);
    screen.show(List.of("important"), true);
    screen.show(List.of("too soon"), false);
    screen.show(List.of("important too"), true);
    screen.clear();
    assertThat(out.toString()).isEqualToNormalizingNewlines("important\n\nimportant too\n\n");
  }

  @Test
  void textIsWrappedAtBlanks() {
    assertThat(Wrap.lines("a: ", "bb cc dd", 8, "  ")).containsExactly("a: bb cc", "  dd");
    assertThat(Wrap.lines("", "a-very-long-word b", 5, "  "))
        .containsExactly("a-very-long-word", "  b");
    assertThat(Wrap.lines("", "within 15 % of it", 9, ""))
        .containsExactly("within", "15 % of", "it");
    assertThat(Wrap.lines("", "[1,\u00a02] [3,\u00a04]", 7, ""))
        .containsExactly("[1, 2]", "[3, 4]");
    assertThat(Wrap.parts(List.of("aaa", "bbb", "ccc"), 9)).containsExactly("aaa | bbb", "ccc");
  }

  private Screen screen(boolean terminal) {
    return new Screen(console(terminal));
  }

  private Console console(boolean terminal) {
    return new Console(
        InputStream.nullInputStream(),
        new PrintWriter(out),
        new PrintWriter(out),
        Map.of(),
        terminal,
        terminal);
  }
}
