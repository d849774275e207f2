// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.v1.SeriesDescriptor;

/**
 * Makes batches of the vectors of one series and hands them to the queue. Called under the lock of
 * the series; nothing here waits or throws, and a vector allocates nothing once the buffers are
 * there.
 */
interface Packing {
  /**
   * Takes a copy of a vector, or of what is needed of it.
   *
   * @param step not negative
   * @param vector of the right length
   * @param rate the learning rate in force; 0 if unknown
   * @return false if there was no room for it, or nothing can be made of it
   */
  boolean add(long step, Vector vector, double rate);

  /** Another descriptor is in force from the next vector on. */
  void describe(SeriesDescriptor descriptor);

  /** Hands over what has waited long enough. */
  void flushOlderThan(long nanos);

  /** Hands over what is there; nothing follows. */
  void end();
}
