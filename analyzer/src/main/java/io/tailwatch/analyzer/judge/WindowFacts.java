// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

/**
 * Counts of a window that make warnings.
 *
 * @param missingSteps steps that did not come
 * @param nonfiniteSamples samples that were infinite or not a number
 * @param learningRateMin smallest learning rate in the window
 * @param learningRateMax largest
 */
public record WindowFacts(
    long missingSteps, long nonfiniteSamples, double learningRateMin, double learningRateMax) {}
