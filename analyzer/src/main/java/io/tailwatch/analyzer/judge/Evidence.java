// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.judge;

import io.tailwatch.tails.estimate.WindowEstimate;
import io.tailwatch.tails.estimate.guard.Stationarity;
import java.util.Optional;

/**
 * Everything that a verdict on one observable of one window rests on.
 *
 * @param burnIn empty, or why the newest pane does not count yet
 * @param partial empty, or which shards a pane of the window does without
 * @param gaps empty, or what is missing from the window
 * @param stationarity the test on the window, where its centre had to be estimated
 * @param estimate reading and index, or why there is none
 * @param theory what they are compared with
 * @param learningRate in force; 0 if unknown
 * @param window what the numbers were taken from
 */
public record Evidence(
    String burnIn,
    String partial,
    String gaps,
    Optional<Stationarity> stationarity,
    WindowEstimate estimate,
    Theory theory,
    double learningRate,
    WindowFacts window) {}
