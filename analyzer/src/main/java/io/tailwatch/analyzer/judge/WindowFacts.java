// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

/**
 * Facts about a window that shape warnings and advice.
 *
 * @param missingSteps steps that did not come
 * @param nonfiniteSamples samples that were infinite or not a number
 * @param learningRateMin smallest learning rate in the window
 * @param learningRateMax largest
 * @param ended whether the series has ended, so that waiting does not help
 */
public record WindowFacts(
    long missingSteps,
    long nonfiniteSamples,
    double learningRateMin,
    double learningRateMax,
    boolean ended) {}
