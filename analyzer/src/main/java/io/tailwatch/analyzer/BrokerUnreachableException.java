// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

/** No Kafka broker answered in time. The message is one line: where we looked and what to do. */
public final class BrokerUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Thrown by {@link Analyzer#start}. */
  public BrokerUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
