// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

/** The embedded broker could not be started; the message is one line that says what to do. */
public final class BrokerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong and what to do, on one line. */
  public BrokerStartException(String message) {
    super(message);
  }

  /** What went wrong and what to do, on one line, with the failure behind it. */
  public BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
