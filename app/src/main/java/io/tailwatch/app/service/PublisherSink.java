// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.service;

import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.training.IterateSink;
import io.tailwatch.producer.training.LiveTraining;

/** Publishes a live training. */
record PublisherSink(IteratePublisher publisher) implements IterateSink {

  @Override
  public boolean publish(long step, double[] x, double learningRate) {
    return publisher.publish(step, x, learningRate);
  }

  @Override
  public void describe(SeriesDescriptor descriptor) {
    publisher.describe(descriptor);
  }

  @Override
  public double queueRatio() {
    return publisher.stats().queueRatio();
  }

  @Override
  public void ended(LiveTraining.State state) {
    if (state == LiveTraining.State.FAILED) {
      publisher.failed();
    }
  }
}
