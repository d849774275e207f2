// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.app.cli.Console;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Shows a block of lines that changes: in place on a terminal, as one snapshot after the other
 * elsewhere. Single writer.
 */
public final class Screen {

  private static final Duration APPEND = Duration.ofSeconds(5);

  private final Console console;
  private final IntSupplier columns;
  private final IntSupplier rows;
  private int drawn;
  private int width;
  private int drawnWidth;
  private long appendedAt = System.nanoTime();

  /** A screen at the current end of the console's output. */
  public Screen(Console console) {
    this(console, new TerminalSize(console.outIsTerminal()));
  }

  private Screen(Console console, TerminalSize size) {
    this(console, size::columns, size::rows);
  }

  /** A screen on a terminal of this size, which may change. */
  Screen(Console console, IntSupplier columns, IntSupplier rows) {
    this.console = console;
    this.columns = columns;
    this.rows = rows;
    this.width = columns.getAsInt();
  }

  /** Columns to fill with the next block. */
  public int width() {
    width = columns.getAsInt();
    return width;
  }

  /**
   * On a terminal, replaces the block, cut to the terminal's height; elsewhere appends it, but not
   * more often than every 5 seconds. Clears the whole terminal when its width has changed.
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
    List<String> visible = lines.subList(0, Math.min(lines.size(), rows.getAsInt() - 1));
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append(back());
    }
    visible.forEach(line -> text.append("\033[2K").append(line).append('\n'));
    text.append("\033[J");
    drawn = visible.size();
    drawnWidth = width;
    console.out().print(text);
    console.out().flush();
  }

  /** Takes the block away, so that something else can be printed in its place. */
  public void clear() {
    if (drawn > 0) {
      console.out().print(back() + "\033[J");
      console.out().flush();
      drawn = 0;
    }
  }

  /**
   * To the first line and column of the block; a ^C that the terminal echoed moved us right. A
   * terminal of another width has wrapped or joined lines of the block, nobody knows how many: only
   * its first line is certain then, once all is cleared.
   */
  private String back() {
    return columns.getAsInt() == drawnWidth ? "\r\033[" + drawn + "A" : "\033[H\033[2J";
  }
}
