// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting on the thread of the test, which is the only one that may talk to the browser. */
final class Wait {
  private static final long PAUSE_MILLIS = 50;

  private Wait() {}

  /** Until something holds; fails with its name when it does not in time. */
  static void until(String what, Duration limit, BooleanSupplier holds)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
