// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

/**
 * What became of the vectors handed to a publisher. Every one ends as published or as dropped;
 * until then it is queued. A sample is one value of a vector.
 *
 * @param publishedSteps vectors the broker has acknowledged
 * @param publishedSamples values in them
 * @param publishedBatches events in which they went
 * @param droppedSteps vectors refused, crowded out, or lost on the way
 * @param droppedSamples values in them
 * @param queueRatio how full the buffers are, from 0 to 1
 * @param lastError the last trouble in one sentence; empty if there was none
 */
public record PublishStats(
    long publishedSteps,
    long publishedSamples,
    long publishedBatches,
    long droppedSteps,
    long droppedSamples,
    double queueRatio,
    String lastError) {}
