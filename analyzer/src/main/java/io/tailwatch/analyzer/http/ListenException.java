// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

/** HTTP cannot listen. The message is one line: where, why, and what to do. */
public final class ListenException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private ListenException(String message, Throwable cause) {
    super(message, cause);
  }

  static ListenException portInUse(int port, Throwable cause) {
    return new ListenException(
        "port " + port + " is already in use: choose another with --port", cause);
  }

  static ListenException foreignAddress(String bind, Throwable cause) {
    return new ListenException(
        "cannot listen on " + bind + ": not an address of this machine; correct --bind", cause);
  }
}
