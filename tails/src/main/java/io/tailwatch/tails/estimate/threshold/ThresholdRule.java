// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;

/**
 * A way to choose the threshold. Implementations are immutable, thread-safe and deterministic:
 * those that resample do so from a fixed seed. They end on any profile.
 *
 * <p>A profile holds neither zeros nor values that are not finite. One that is empty, all of one
 * value or too short for the rule gives {@link ThresholdChoice.None} with the reason; k counts tied
 * samples one by one, so that a threshold may equal some of its exceedances.
 */
public interface ThresholdRule {
  /** As on the command line: lower case with hyphens. */
  String name();

  /** The threshold of a profile, or why there is none. */
  ThresholdChoice choose(TailProfile profile);
}
