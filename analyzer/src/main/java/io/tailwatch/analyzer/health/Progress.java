// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.health;

/**
 * Whether records are consumed while there are any.
 *
 * @param state {@code ok}, {@code idle} without lag, {@code stuck}
 * @param lag records behind, as the consumers know it
 * @param consumed records so far
 * @param secondsWithoutProgress since a record was consumed, while there was lag; 0 otherwise
 */
public record Progress(State state, long lag, long consumed, long secondsWithoutProgress) {
  /** Before anything is known. */
  public static final Progress NONE = new Progress(State.IDLE, 0, 0, 0);

  /** How it goes. */
  public enum State {
    OK,
    IDLE,
    STUCK
  }
}
