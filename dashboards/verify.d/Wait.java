// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for what takes a while, with a limit. */
final class Wait {
  private static final long PAUSE_MILLIS = 300;

  private Wait() {}

  /**
   * Asks until there is an answer.
   *
   * @param what is waited for, for the message when it does not come
   */
  static <T> T until(String what, Duration limit, Supplier<Optional<T>> answer)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> now = answer.get();
      if (now.isPresent()) {
        return now.get();
      }
      if (System.nanoTime() > deadline) {
        throw new VerifyException("waited " + limit.toSeconds() + " s in vain: " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
