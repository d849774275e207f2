// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

/**
 * An event from outside breaks the contract: too large, malformed, or inconsistent with itself.
 *
 * <p>It is the only exception on which the Kafka handlers may skip a record and go on. It must be
 * thrown before any state has been changed and must never be used for a defect of our own. The
 * message holds the field, the rule and the value.
 */
public final class BadEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadEventException(String message) {
    super(message);
  }

  public BadEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
