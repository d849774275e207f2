// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.events.v1.IntervalValue;

/**
 * A number with its 95 % interval; what is undefined or not finite is null.
 *
 * @param reason why something is null; null when nothing is
 */
record IntervalView(Double value, Double lower, Double upper, String reason) {

  static IntervalView of(IntervalValue wire, String whyUndefined) {
    Double value = Numbers.finite(wire.hasValue(), wire.getValue());
    Double lower = Numbers.finite(wire.hasLower(), wire.getLower());
    Double upper = Numbers.finite(wire.hasUpper(), wire.getUpper());
    if (!wire.hasValue()) {
      return new IntervalView(value, lower, upper, whyUndefined);
    }
    boolean unbounded =
        (wire.hasUpper() && upper == null) || (wire.hasLower() && lower == null) || value == null;
    String reason = unbounded ? "unbounded" : wire.hasUpper() ? null : "no interval";
    return new IntervalView(value, lower, upper, reason);
  }
}
