// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.live;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Columns and rows of the terminal, asked from {@code stty} now and then, because a window can be
 * resized. Without a terminal, or where that fails, 120 by 40. Single thread.
 */
final class TerminalSize {

  private static final int COLUMNS = 120;
  private static final int ROWS = 40;
  private static final long REFRESH_NANOS = Duration.ofSeconds(2).toNanos();

  private final boolean terminal;
  private int columns = COLUMNS;
  private int rows = ROWS;
  private long askedAt = System.nanoTime() - REFRESH_NANOS;

  TerminalSize(boolean terminal) {
    this.terminal = terminal;
  }

  int columns() {
    refresh();
    return columns;
  }

  int rows() {
    refresh();
    return rows;
  }

  private void refresh() {
    if (!terminal || System.nanoTime() - askedAt < REFRESH_NANOS) {
      return;
    }
    askedAt = System.nanoTime();
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (stty.waitFor(1, TimeUnit.SECONDS) && answer.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}")) {
        String[] parts = answer.split(" ");
        rows = Math.max(2, Integer.parseInt(parts[0]));
        columns = Integer.parseInt(parts[1]);
      }
    } catch (IOException e) {
      // No stty: the size stays what it was.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
