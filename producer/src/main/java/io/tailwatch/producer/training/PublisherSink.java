// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.SeriesPublisher;

/**
 * Publishes a live training in a series of a publisher. The publisher stays the caller's to close,
 * which sends what is left and announces the end of the run: as failed if the training failed, else
 * as finished.
 */
public final class PublisherSink implements IterateSink {
  private final IteratePublisher publisher;
  private final SeriesPublisher series;

  /** Publishes to the main series of an open publisher. */
  public PublisherSink(IteratePublisher publisher) {
    this(publisher, publisher.mainSeries());
  }

  /** Publishes to a series of an open publisher. */
  public PublisherSink(IteratePublisher publisher, SeriesPublisher series) {
    this.publisher = publisher;
    this.series = series;
  }

  @Override
  public boolean publish(long step, double[] x, double learningRate) {
    return series.publish(step, x, learningRate);
  }

  @Override
  public void describe(SeriesDescriptor descriptor) {
    series.describe(descriptor);
  }

  @Override
  public double queueRatio() {
    return series.queueRatio();
  }

  @Override
  public void ended(LiveTraining.State state) {
    if (state == LiveTraining.State.FAILED) {
      publisher.failed();
    }
  }
}
