// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

/** Topics could not be created or looked up; the message says which and what to do. */
public final class TopicCreationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the broker did not answer in time, so that a later attempt may succeed. */
  private final boolean unreachable;

  TopicCreationException(String message, Throwable cause, boolean unreachable) {
    super(message, cause);
    this.unreachable = unreachable;
  }

  /** Whether the broker did not answer in time, so that a later attempt may succeed. */
  public boolean unreachable() {
    return unreachable;
  }
}
