// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.events.v1.EstimateWarning;
import io.tailwatch.events.v1.Verdict;
import java.util.List;

/**
 * A verdict with its reasons.
 *
 * @param reason why the index is undefined, as a code; empty otherwise
 * @param sentence one plain sentence with the numbers, and what to do
 * @param infiniteVariance the upper limit of the index is below 2
 * @param warnings what weakens the numbers without undoing them
 */
public record Judgement(
    Verdict verdict,
    String reason,
    String sentence,
    boolean infiniteVariance,
    List<EstimateWarning> warnings) {

  /** Whether the verdict comes with a reading and an index. */
  public boolean hasIndex() {
    return switch (verdict) {
      case VERDICT_BURN_IN, VERDICT_UNDEFINED, VERDICT_NON_STATIONARY -> false;
      default -> true;
    };
  }
}
