// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.v1.PaneSketch;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.Optional;

/**
 * A pooled buffer of consecutive vectors, or of what was made of them. It belongs to one thread at
 * a time: the training thread fills it under the lock of its series, the sender thread empties it.
 */
final class Batch {
  final byte[] bytes;
  SeriesPublisher series;
  SeriesDescriptor descriptor;
  long firstStep;
  long nextStep;
  long pane;
  double learningRate;
  int steps;
  int length;
  long openedNanos;
  long takenAtMillis;

  /** In place of values: a whole pane, of {@code steps} vectors. */
  Optional<PaneSketch> sketch = Optional.empty();

  /** Whether the series ends with it. */
  boolean endsSeries;

  Batch(int capacity) {
    bytes = new byte[capacity];
  }

  void open(SeriesPublisher owner, SeriesDescriptor inForce, long step, long paneId, double rate) {
    series = owner;
    descriptor = inForce;
    firstStep = step;
    nextStep = step;
    pane = paneId;
    learningRate = rate;
    steps = 0;
    length = 0;
    openedNanos = System.nanoTime();
    sketch = Optional.empty();
    endsSeries = false;
  }
}
