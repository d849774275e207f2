// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.io.IOException;

/**
 * The bytes end here, but not where their writer meant them to: the file was truncated, or reading
 * was stopped. A record that has begun is no record.
 */
final class InputCutException extends IOException {
  private static final long serialVersionUID = 1L;

  InputCutException(String message) {
    super(message);
  }
}
