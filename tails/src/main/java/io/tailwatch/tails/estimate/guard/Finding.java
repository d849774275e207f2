// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import java.util.Objects;

/**
 * What a guard has to say about an estimate.
 *
 * @param code which kind it is
 * @param message one plain sentence with the numbers, without a full stop
 */
public record Finding(WarningCode code, String message) {
  /** Checks that nothing is missing. */
  public Finding {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
