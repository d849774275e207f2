// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Objects;

/**
 * A change that was found.
 *
 * @param direction which way the tail went
 * @param since the number of the block from which on, by estimate
 * @param raised the number of the block that raised the alarm
 * @param level mean of ln(reading) from {@code since} to {@code raised}; as the blocks that crossed
 *     a threshold it lies a little farther from the baseline than the change itself
 */
public record Alarm(Direction direction, long since, long raised, double level) {
  /** Checks that there is a direction. */
  public Alarm {
    Objects.requireNonNull(direction, "direction");
  }

  /** The reading after the change, exp(level). */
  public double reading() {
    return StrictMath.exp(level);
  }
}
