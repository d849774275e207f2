// SPDX-License-Identifier: Apache-2.0

/**
 * Rules that choose the threshold from which a tail is read. The live analyzer uses a fixed
 * fraction, whose bias stays the same from window to window; the others are diagnostics, shown side
 * by side with their disagreement. Every type is immutable and thread-safe; the rules that resample
 * take their seed as an argument. A sample that a rule can make nothing of, empty, constant or
 * short, gives a reason in place of a threshold.
 */
package io.tailwatch.tails.estimate.threshold;
