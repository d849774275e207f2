// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.StopSignal;
import io.tailwatch.app.live.ProgressLine;

/**
 * Says on stderr how far a measurement is, and ends it between two steps when Ctrl-C was pressed,
 * so that broker and files go away with it.
 */
public final class BenchProgress implements AutoCloseable {
  private final Console console;
  private final StopSignal stop;
  private final ProgressLine line;

  public BenchProgress(Console console) {
    this.console = console;
    this.stop = StopSignal.install(console);
    this.line = new ProgressLine(console);
  }

  /** What is done now. */
  public void step(String what) {
    if (stop.requested()) {
      throw CommandFailure.failure("stopped before all was measured");
    }
    line.show("tailwatch: " + what);
  }

  /** What has been done. */
  public void done(String what) {
    line.show("");
    console.say(what);
  }

  @Override
  public void close() {
    line.close();
    stop.close();
  }
}
