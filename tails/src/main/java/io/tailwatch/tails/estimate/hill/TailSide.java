// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

/** Which samples of a sketch make up the tail. */
public enum TailSide {
  /** All samples by their absolute value. */
  BOTH,
  /** The negative samples, by their absolute value. Needs a signed sketch. */
  LEFT,
  /** The positive samples. Needs a signed sketch. */
  RIGHT
}
