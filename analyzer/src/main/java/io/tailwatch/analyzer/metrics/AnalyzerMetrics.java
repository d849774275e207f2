// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The meters of one analyzer. Those of a series exist while a task of this process owns it, and are
 * shown for so many series at most; see {@link SeriesTable}. Thread-safe.
 */
public final class AnalyzerMetrics {
  /**
   * Series that are shown unless another number is asked for. Each of their observables has about
   * 35 meters of 650 bytes, and 3 KB of text in a scrape.
   */
  public static final int DEFAULT_MAX_SERIES = 2_000;

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

  private final int maxSeries;
  private final SeriesTable table;
  private final Counter deadLetters;
  private final Counter lateParts;
  private final Timer eventToEstimate;

  /** With {@value #DEFAULT_MAX_SERIES} series. */
  public AnalyzerMetrics(MeterRegistry registry) {
    this(registry, DEFAULT_MAX_SERIES);
  }

  /**
   * Registers what does not belong to a series; the others come with their series.
   *
   * @param maxSeries series that are shown, at least 0
   */
  public AnalyzerMetrics(MeterRegistry registry, int maxSeries) {
    this.maxSeries = maxSeries;
    deadLetters =
        Counter.builder(MetricNames.DEAD_LETTERS)
            .description("Records refused and written to the dead-letters topic")
            .register(registry);
    Counter refused =
        Counter.builder(MetricNames.SERIES_REFUSED)
            .description("Series that came when there was no room for their meters")
            .register(registry);
    lateParts =
        Counter.builder(MetricNames.LATE_PARTS)
            .description("Panes of a shard that came after the others had gone on without it")
            .register(registry);
    table = new SeriesTable(maxSeries, new SeriesMeters(registry), refused::increment);
    eventToEstimate =
        Timer.builder(MetricNames.EVENT_TO_ESTIMATE)
            .description("From the last vector of a pane being taken to its estimate being made")
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(registry);
    Gauge.builder(MetricNames.RUNS, table, SeriesTable::estimatedRuns)
        .description("Runs that this process estimates")
        .strongReference(true)
        .register(registry);
    Gauge.builder(MetricNames.SERIES, table, SeriesTable::estimatedSeries)
        .description("Series that this process estimates")
        .strongReference(true)
        .register(registry);
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

  /** A series has come to a task of this process. */
  public void seriesAdded(SeriesKey key) {
    table.estimate(key);
  }

  /** A series has left a task of this process. */
  public void seriesRemoved(SeriesKey key) {
    table.estimateNoMore(key);
  }

  /**
   * The meters of what arrives for a series, or for one shard of it.
   *
   * @param key of the whole series
   * @return empty when no series is shown at all
   */
  public Optional<ArrivalMeters> arrivals(SeriesKey key) {
    return maxSeries == 0 ? Optional.empty() : Optional.of(new ArrivalMeters(table, key));
  }

  /**
   * The meters of one observable of a series.
   *
   * @return empty when no series is shown at all
   */
  public Optional<EstimateMeters> estimates(SeriesKey key, Observable observable) {
    return maxSeries == 0
        ? Optional.empty()
        : Optional.of(new EstimateMeters(table, key, observable));
  }

  /** The alerts of a series that are suspect or firing now; none for one that nobody holds. */
  public void alertsActive(SeriesKey key, List<TailAlert> active) {
    SeriesEntry entry = table.find(key);
    if (entry != null) {
      entry.active(active);
    }
  }

  /** Alerts of a series as they come, fire and go: the firing ones are counted. */
  public void alertEvents(SeriesKey key, List<TailAlert> events) {
    SeriesEntry entry = table.find(key);
    if (entry != null) {
      events.forEach(entry.alerts()::count);
    }
  }
}
