// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

/**
 * One record that cannot be used; those behind it can be read. The message is one line for the
 * user: place, value, what to do.
 */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRecordException(String message) {
    super(message);
  }
}
