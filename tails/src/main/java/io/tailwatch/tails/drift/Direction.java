// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

/** Which way a tail went. */
public enum Direction {
  /** The index fell: extremes became more frequent. */
  HEAVIER,
  /** The index rose. */
  LIGHTER
}
