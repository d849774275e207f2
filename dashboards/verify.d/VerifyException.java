// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

/** Something that had to happen did not; the message says what. */
final class VerifyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerifyException(String message) {
    super(message);
  }
}
