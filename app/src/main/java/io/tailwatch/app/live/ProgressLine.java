// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import io.tailwatch.app.cli.Console;

/** One line on stderr that replaces itself; nothing where stderr is no terminal. Single writer. */
public final class ProgressLine implements AutoCloseable {

  private final Console console;
  private final TerminalSize size;

  /** A line at the current end of stderr. */
  public ProgressLine(Console console) {
    this.console = console;
    this.size = new TerminalSize(console.errIsTerminal());
  }

  /** Replaces the line by this text, cut to the width of the terminal: a wrapped one would stay. */
  public void show(String text) {
    int width = size.columns() - 1;
    print(text.length() <= width ? text : text.substring(0, Math.max(0, width)));
  }

  /** Takes the line away. */
  @Override
  public void close() {
    print("");
  }

  private void print(String text) {
    if (console.errIsTerminal()) {
      console.err().print("\r\033[2K" + text);
      console.err().flush();
    }
  }
}
