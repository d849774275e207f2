// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.alert;

import io.tailwatch.analyzer.state.v1.HysteresisState;
import io.tailwatch.events.v1.AlertState;

/**
 * An alert on a condition of single blocks: one block makes it suspect, the next one in a row fires
 * it; {@value #CLEARING} blocks in a row without the condition resolve it, one is enough while it
 * is suspect. Blocks share no pane, so that two in a row are two pieces of evidence. Immutable.
 *
 * @param shown suspect, firing, or unspecified while nothing is the matter
 * @param against blocks in a row that speak against what is shown
 * @param sinceStep the first step of the first block with the condition
 */
record Hysteresis(AlertState shown, int against, long sinceStep) {
  static final int CLEARING = 2;
  static final Hysteresis QUIET = new Hysteresis(AlertState.ALERT_STATE_UNSPECIFIED, 0, 0);

  static Hysteresis restore(HysteresisState state) {
    return new Hysteresis(state.getShown(), state.getAgainst(), state.getSinceStep());
  }

  HysteresisState toState() {
    return HysteresisState.newBuilder()
        .setShown(shown)
        .setAgainst(against)
        .setSinceStep(sinceStep)
        .build();
  }

  /** After one more block; what is shown is resolved when it is not there any more. */
  Hysteresis after(boolean condition, long firstStep) {
    return switch (shown) {
      case ALERT_STATE_SUSPECT ->
          condition ? new Hysteresis(AlertState.ALERT_STATE_FIRING, 0, sinceStep) : QUIET;
      case ALERT_STATE_FIRING ->
          condition
              ? new Hysteresis(shown, 0, sinceStep)
              : against + 1 < CLEARING ? new Hysteresis(shown, against + 1, sinceStep) : QUIET;
      default -> condition ? new Hysteresis(AlertState.ALERT_STATE_SUSPECT, 0, firstStep) : QUIET;
    };
  }
}
