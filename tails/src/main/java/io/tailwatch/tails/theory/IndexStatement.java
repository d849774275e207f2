// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.OptionalDouble;

/**
 * A number said about a tail index, with what kind of statement it is. Immutable and thread-safe.
 *
 * @param kind whether the number is the index, bounds it, or only estimates it
 * @param index a survival exponent, dimensionless; a bound may be negative and then says nothing.
 *     Empty when the formula makes no statement
 * @param reason why the index is empty, or the condition or error that goes with it; may be empty
 */
public record IndexStatement(Kind kind, OptionalDouble index, String reason) {
  /** What may be concluded from a number. */
  public enum Kind {
    /** Equal to the index. */
    EXACT,
    /** Proved: the index is at least that. */
    LOWER_BOUND,
    /** Proved: the index is at most that. */
    UPPER_BOUND,
    /** Near the index, on either side. */
    ESTIMATE
  }

  static IndexStatement of(Kind kind, double index, String reason) {
    return Double.isNaN(index)
        ? none(kind, "the formula leaves the range of numbers")
        : new IndexStatement(kind, OptionalDouble.of(index), reason);
  }

  static IndexStatement none(Kind kind, String reason) {
    return new IndexStatement(kind, OptionalDouble.empty(), reason);
  }
}
