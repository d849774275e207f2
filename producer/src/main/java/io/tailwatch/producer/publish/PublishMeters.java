// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of a publisher: {@code tailwatch_published_samples_total} and {@code
 * tailwatch_dropped_samples_total} by run and series, {@code tailwatch_publish_queue_ratio} by run.
 * Every value that was handed in is published, dropped, or still queued.
 */
final class PublishMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final String run;
  private final List<Meter> meters = new CopyOnWriteArrayList<>();

  PublishMeters(MeterRegistry registry, String run, PublishQueue queue) {
    this.registry = registry;
    this.run = run;
    meters.add(
        Gauge.builder("tailwatch.publish.queue.ratio", queue, PublishQueue::ratio)
            .description("How full the buffers of unsent vectors are, from 0 to 1")
            .tag("run", run)
            .strongReference(true)
            .register(registry));
  }

  /** Registers those of a series, once for all its chains. */
  void bind(String series, Counters counters) {
    meters.add(
        FunctionCounter.builder(
                "tailwatch.published.samples", counters, c -> c.publishedSamples.sum())
            .description("Values of vectors that the broker has acknowledged")
            .tags("run", run, "series", series)
            .register(registry));
    meters.add(
        FunctionCounter.builder("tailwatch.dropped.samples", counters, c -> c.droppedSamples.sum())
            .description("Values of vectors refused, crowded out, or lost on the way")
            .tags("run", run, "series", series)
            .register(registry));
  }

  /** Takes the meters out of the registry. */
  @Override
  public void close() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
