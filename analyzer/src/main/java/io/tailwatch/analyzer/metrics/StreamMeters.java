// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the live stream. Thread-safe. */
public final class StreamMeters {
  private final AtomicInteger clients = new AtomicInteger();
  private final Counter resyncs;

  /** Registers them. */
  public StreamMeters(MeterRegistry registry) {
    Gauge.builder(MetricNames.STREAM_CLIENTS, clients, AtomicInteger::get)
        .description("Clients of the live stream")
        .strongReference(true)
        .register(registry);
    resyncs =
        Counter.builder(MetricNames.STREAM_RESYNCS)
            .description("Clients of the live stream that missed events and were told to reload")
            .register(registry);
  }

  /** A client has come. */
  public void opened() {
    clients.incrementAndGet();
  }

  /** A client has gone. */
  public void closed() {
    clients.decrementAndGet();
  }

  /** A client has missed something. */
  public void lost() {
    resyncs.increment();
  }
}
