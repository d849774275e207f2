// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

/** Whether a sketch keeps the sign of its samples. */
public enum SketchLayout {
  /** The sign is dropped: one bucket per magnitude. For non-negative observables such as norms. */
  UNSIGNED,
  /** Positive and negative samples have buckets of their own, at twice the memory. */
  SIGNED
}
