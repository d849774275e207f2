// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.v1.DataType;

/** Where vectors go; in use it is an {@code IteratePublisher}. Called by one thread. */
public interface VectorSink {
  /** Opens one when there is a vector for it. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a sink.
     *
     * @param exact the narrowest type that holds all values exactly
     * @param series of the first vector; empty for the main series
     */
    VectorSink open(DataType exact, String series);
  }

  /**
   * Hands over the vector of a step.
   *
   * @param series its name; empty for the main series
   * @param step not negative
   * @param vector not kept
   * @param learningRate positive, or 0 where it is not stated
   * @return false if it was dropped
   */
  boolean publish(String series, long step, double[] vector, double learningRate);

  /** How full the queue is, from 0 to 1. */
  double queueRatio();

  /** The last trouble in one sentence; empty if there was none. */
  String lastError();
}
