// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

/** The stores of a series cannot be read at this moment. The message says why. */
final class WindowsUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  WindowsUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
