// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

/**
 * How far a live training is.
 *
 * @param state what it is doing
 * @param steps steps done
 * @param dropped steps that did not fit into the queue
 * @param stepsPerSecond over the last half second or so; 0 before it
 * @param learningRate of the last step
 * @param loss mean batch loss over the last 1,000 steps or quarter second; not finite after a
 *     divergence
 */
public record Progress(
    LiveTraining.State state,
    long steps,
    long dropped,
    double stepsPerSecond,
    double learningRate,
    double loss) {}
