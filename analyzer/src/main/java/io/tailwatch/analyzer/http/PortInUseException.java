// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

/** The HTTP port is taken. The message is one line: which port and what to do. */
public final class PortInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  PortInUseException(int port, Throwable cause) {
    super("port " + port + " is already in use: choose another with --port", cause);
  }
}
