// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

/** What a live training does when its steps come faster than they can be published. */
public enum Backpressure {
  /**
   * Goes on; steps that do not fit into the queue are dropped and counted. The training is never
   * held up.
   */
  DROP,
  /**
   * Waits while the queue is nearly full, so that no step is lost for want of room: for
   * reproducible studies at full speed. With the broker away it waits until the broker is back or
   * the training is stopped; what the Kafka client itself gives up on meanwhile ({@code
   * delivery.timeout.ms}) is lost, and counted by the publisher.
   */
  WAIT
}
