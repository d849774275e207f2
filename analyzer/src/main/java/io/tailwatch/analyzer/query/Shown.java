// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

/** Numbers as JSON wants them. */
final class Shown {
  private Shown() {}

  /** The number, or null when it is not finite. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
