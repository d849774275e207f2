// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.IteratePublisher;

/**
 * Publishes a live training in the main series of a publisher. The publisher stays the caller's to
 * close, which sends what is left and announces the end of the run: as failed if the training
 * failed, else as finished.
 */
public final class PublisherSink implements IterateSink {
  private final IteratePublisher publisher;

  /** Publishes to an open publisher. */
  public PublisherSink(IteratePublisher publisher) {
    this.publisher = publisher;
  }

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
    return publisher.queueRatio();
  }

  @Override
  public void ended(LiveTraining.State state) {
    if (state == LiveTraining.State.FAILED) {
      publisher.failed();
    }
  }
}
