// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Keeps everything; the queue is as full as the test says. */
class RecordingSink implements IterateSink {
  record Iterate(long step, double[] x, double learningRate) {}

  final List<Iterate> iterates = new ArrayList<>();
  final List<SeriesDescriptor> descriptors = new ArrayList<>();
  // What came in which order: "d" for a descriptor, "s" for the first step after one, "e" for the
  // end.
  final StringBuilder order = new StringBuilder();
  volatile double queueRatio;
  volatile boolean accept = true;
  volatile LiveTraining.State ended = LiveTraining.State.NEW;

  @Override
  public synchronized boolean publish(long step, double[] x, double learningRate) {
    if (order.length() == 0 || order.charAt(order.length() - 1) != 's') {
      order.append('s');
    }
    if (accept) {
      iterates.add(new Iterate(step, x.clone(), learningRate));
    }
    return accept;
  }

  @Override
  public synchronized void describe(SeriesDescriptor descriptor) {
    order.append('d');
    descriptors.add(descriptor);
  }

  @Override
  public double queueRatio() {
    return queueRatio;
  }

  @Override
  public synchronized void ended(LiveTraining.State state) {
    order.append('e');
    ended = state;
  }

  synchronized List<Iterate> iterates() {
    return List.copyOf(iterates);
  }

  synchronized List<SeriesDescriptor> descriptors() {
    return List.copyOf(descriptors);
  }

  synchronized String order() {
    return order.toString();
  }
}
