// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of one analyzer. Those of a series exist while a task of this process owns it; beyond
 * {@value #MAX_SERIES} series, further ones get none and are counted. Thread-safe.
 */
public final class AnalyzerMetrics {
  /** Series with meters of their own; each has about 25 for every observable. */
  static final int MAX_SERIES = 10_000;

  private static final Duration[] LATENCY_BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  private final MeterRegistry registry;
  private final Counter deadLetters;
  private final Counter refused;
  private final Counter lateParts;
  private final Timer eventToEstimate;
  private final Map<SeriesKey, String> estimated = new ConcurrentHashMap<>();

  /** Registers what does not belong to a series. */
  public AnalyzerMetrics(MeterRegistry registry) {
    this.registry = registry;
    deadLetters =
        Counter.builder(MetricNames.DEAD_LETTERS)
            .description("Records refused and written to the dead-letters topic")
            .register(registry);
    refused =
        Counter.builder(MetricNames.SERIES_REFUSED)
            .description("Series without meters, because there are too many of them")
            .register(registry);
    lateParts =
        Counter.builder(MetricNames.LATE_PARTS)
            .description("Panes of a shard that came after the others had gone on without it")
            .register(registry);
    eventToEstimate =
        Timer.builder(MetricNames.EVENT_TO_ESTIMATE)
            .description("From the last vector of a pane being taken to its estimate being made")
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(registry);
    Gauge.builder(MetricNames.RUNS, estimated, AnalyzerMetrics::runs)
        .description("Runs that this process estimates")
        .strongReference(true)
        .register(registry);
    Gauge.builder(MetricNames.SERIES, estimated, Map::size)
        .description("Series that this process estimates")
        .strongReference(true)
        .register(registry);
  }

  private static double runs(Map<SeriesKey, String> series) {
    return series.values().stream().distinct().count();
  }

  /** The counter of refused records. */
  public Counter deadLetters() {
    return deadLetters;
  }

  /** The counter of panes of a shard that came too late. */
  public Counter lateParts() {
    return lateParts;
  }

  /** The latency of estimates. */
  public Timer eventToEstimate() {
    return eventToEstimate;
  }

  /** A series has come to this process. */
  public void seriesAdded(SeriesKey key) {
    if (estimated.put(key, key.run()) == null && estimated.size() > MAX_SERIES) {
      refused.increment();
    }
  }

  /** A series has left this process. */
  public void seriesRemoved(SeriesKey key) {
    estimated.remove(key);
  }

  /** The meters of what arrives for a series; empty when there are too many. */
  public Optional<ArrivalMeters> arrivals(SeriesKey key) {
    return estimated.size() > MAX_SERIES
        ? Optional.empty()
        : Optional.of(new ArrivalMeters(registry, key));
  }

  /** The meters of one observable of a series; empty when there are too many. */
  public Optional<EstimateMeters> estimates(SeriesKey key, Observable observable) {
    return estimated.size() > MAX_SERIES
        ? Optional.empty()
        : Optional.of(new EstimateMeters(registry, key, observable));
  }
}
