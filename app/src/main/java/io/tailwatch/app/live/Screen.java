// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.app.cli.Console;
import java.time.Duration;
import java.util.List;

/**
 * Shows a block of lines that changes: in place on a terminal, as one snapshot after the other
 * elsewhere. Single writer.
 */
public final class Screen {

  private static final Duration APPEND = Duration.ofSeconds(5);

  private final Console console;
  private final TerminalSize size;
  private int drawn;
  private long appendedAt = System.nanoTime();

  /** A screen at the current end of the console's output. */
  public Screen(Console console) {
    this.console = console;
    this.size = new TerminalSize(console.outIsTerminal());
  }

  /** Columns to fill. */
  public int width() {
    return size.columns();
  }

  /**
   * On a terminal, replaces the block, cut to the terminal's height; elsewhere appends it, but not
   * more often than every 5 seconds.
   *
   * @param important appends it in any case
   */
  public void show(List<String> lines, boolean important) {
    if (console.outIsTerminal()) {
      redraw(lines);
    } else if (important || System.nanoTime() - appendedAt >= APPEND.toNanos()) {
      appendedAt = System.nanoTime();
      lines.forEach(console.out()::println);
      console.out().println();
      console.out().flush();
    }
  }

  private void redraw(List<String> lines) {
    // Lines above the top of the terminal cannot be reached again.
    List<String> visible = lines.subList(0, Math.min(lines.size(), size.rows() - 1));
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append(up());
    }
    visible.forEach(line -> text.append("\033[2K").append(line).append('\n'));
    text.append("\033[J");
    drawn = visible.size();
    console.out().print(text);
    console.out().flush();
  }

  /** Takes the block away, so that something else can be printed in its place. */
  public void clear() {
    if (drawn > 0) {
      console.out().print(up() + "\033[J");
      console.out().flush();
      drawn = 0;
    }
  }

  /** To the first line and column of the block; a ^C that the terminal echoed moved us right. */
  private String up() {
    return "\r\033[" + drawn + "A";
  }
}
