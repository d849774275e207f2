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

  private static final Duration REDRAW = Duration.ofMillis(500);
  private static final Duration APPEND = Duration.ofSeconds(5);

  private final Console console;
  private final TerminalSize size;
  private int drawn;

  /** A screen at the current end of the console's output. */
  public Screen(Console console) {
    this.console = console;
    this.size = new TerminalSize(console.outIsTerminal());
  }

  /** How often to call {@link #show}. */
  public Duration interval() {
    return console.outIsTerminal() ? REDRAW : APPEND;
  }

  /** Columns to fill. */
  public int width() {
    return size.columns();
  }

  /** Replaces the block, cut to the height of the terminal, or appends it. */
  public void show(List<String> lines) {
    var text = new StringBuilder();
    if (console.outIsTerminal()) {
      // Lines above the top of the terminal cannot be reached again.
      List<String> visible = lines.subList(0, Math.min(lines.size(), size.rows() - 1));
      if (drawn > 0) {
        text.append("\033[").append(drawn).append('A');
      }
      visible.forEach(line -> text.append("\033[2K").append(line).append('\n'));
      text.append("\033[J");
      drawn = visible.size();
    } else {
      lines.forEach(line -> text.append(line).append('\n'));
      text.append('\n');
    }
    console.out().print(text);
    console.out().flush();
  }

  /** Takes the block away, so that something else can be printed in its place. */
  public void clear() {
    if (drawn > 0) {
      console.out().print("\033[" + drawn + "A\033[J");
      console.out().flush();
      drawn = 0;
    }
  }
}
