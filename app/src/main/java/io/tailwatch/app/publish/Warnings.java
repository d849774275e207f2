// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Printable;
import io.tailwatch.app.live.ProgressLine;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Warnings of the reading thread, said by the main thread between two states of the progress line.
 * The first {@value #MOST} are; a file of nothing but bad lines must not fill a terminal.
 * Thread-safe.
 */
final class Warnings {
  static final int MOST = 10;

  private final Console console;
  private final ConcurrentLinkedQueue<String> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Warnings(Console console) {
    this.console = console;
  }

  void add(String warning) {
    int before = count.getAndUpdate(n -> Math.min(n + 1, MOST + 1));
    if (before < MOST) {
      waiting.add(warning);
    } else if (before == MOST) {
      waiting.add("further warnings are not shown; bad records are counted");
    }
  }

  /** Says what has come since the last call. */
  void sayNew(ProgressLine line) {
    for (String next = waiting.poll(); next != null; next = waiting.poll()) {
      line.show("");
      console.warn(Printable.text(next));
    }
  }
}
