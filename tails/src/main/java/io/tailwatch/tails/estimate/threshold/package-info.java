// SPDX-License-Identifier: Apache-2.0

/**
 * Rules that choose the threshold from which a tail is read. The live analyzer uses a fixed
 * fraction, whose bias stays the same from window to window; the others are diagnostics, shown side
 * by side with their disagreement.
 */
package io.tailwatch.tails.estimate.threshold;
