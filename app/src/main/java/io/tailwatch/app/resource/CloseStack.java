// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.resource;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes several things, the last one opened first, each of them even if another one fails. For
 * start-up code that opens step by step, where nested try blocks do not fit. Thread-safe.
 */
public final class CloseStack implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Closes this before everything pushed earlier. */
  public synchronized <T extends AutoCloseable> T push(T resource) {
    open.push(resource);
    return resource;
  }

  /**
   * Closes all; a second call does nothing.
   *
   * @throws IllegalStateException if some could not be closed, holding their exceptions
   */
  @Override
  public synchronized void close() {
    IllegalStateException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("did not close cleanly: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
