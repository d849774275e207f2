// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Console;
import io.tailwatch.app.live.ProgressLine;
import java.time.Duration;

/**
 * What a command is doing, on a terminal's stderr and only once it takes a while. Single-threaded.
 */
final class Progress implements AutoCloseable {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

  private final ProgressLine line;
  private final long start = System.nanoTime();

  Progress(Console console) {
    this.line = new ProgressLine(console);
  }

  /** What comes next. */
  void at(String work) {
    if (System.nanoTime() - start > PATIENCE_NANOS) {
      line.show(work + " …");
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
