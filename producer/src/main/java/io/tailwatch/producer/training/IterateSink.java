// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.SeriesDescriptor;

/**
 * Where a live training puts its iterates: in production the publisher, in tests a list. Calls come
 * from the training thread, except for {@link #describe}, which also comes from the thread that
 * computes theory.
 */
public interface IterateSink {
  /**
   * Takes a copy of the iterate. Neither blocks nor throws.
   *
   * @param step number of the step, from 0
   * @param x the parameters after the step
   * @param learningRate in force at the step
   * @return false if it was dropped
   */
  boolean publish(long step, double[] x, double learningRate);

  /** Replaces what is known of the series, from the next step published on. */
  void describe(SeriesDescriptor descriptor);

  /** How full the queue to the broker is, from 0 to 1. */
  default double queueRatio() {
    return 0;
  }

  /** The training has ended; called once, after the last step. */
  default void ended(LiveTraining.State state) {}
}
