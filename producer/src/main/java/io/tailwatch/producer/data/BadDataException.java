// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

/**
 * Data that cannot be used: unreadable, not numeric, too large, or degenerate. The message is one
 * line that names the source, the place, the value and what to do; it is meant to be shown to the
 * user as it is.
 */
public final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line for the user
   */
  public BadDataException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message one line for the user
   * @param cause what went wrong underneath
   */
  public BadDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
