// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The meters of what arrives for one series. Single writer; read by any thread. */
public final class ArrivalMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final SeriesKey key;
  private final List<Meter> meters = new ArrayList<>();
  private final Map<Observable, Counter> samples = new EnumMap<>(Observable.class);
  private final Map<Observable, Counter> nonfinite = new EnumMap<>(Observable.class);
  private final Counter late;
  private volatile double lastStep = Double.NaN;
  private volatile double learningRate = Double.NaN;

  ArrivalMeters(MeterRegistry registry, SeriesKey key) {
    this.registry = registry;
    this.key = key;
    meters.add(
        Gauge.builder(MetricNames.LAST_STEP, this, m -> m.lastStep)
            .description("The last step accounted for")
            .tags(SeriesTags.of(key))
            .strongReference(true)
            .register(registry));
    meters.add(
        Gauge.builder(MetricNames.LEARNING_RATE, this, m -> m.learningRate)
            .description("The learning rate in force")
            .tags(SeriesTags.of(key))
            .strongReference(true)
            .register(registry));
    late =
        Counter.builder(MetricNames.LATE_STEPS)
            .description("Steps that were counted before or are of an earlier attempt")
            .tags(SeriesTags.of(key))
            .register(registry);
    meters.add(late);
  }

  /** Where the series stands. */
  public void progress(long step, double rate) {
    lastStep = step;
    learningRate = rate;
  }

  /** Counts steps that came again, or too late. */
  public void late(long steps) {
    late.increment(steps);
  }

  /** Counts samples drawn from an observable. */
  public void count(Observable observable, long drawn, long notFinite) {
    counter(samples, MetricNames.SAMPLES, "Samples drawn", observable).increment(drawn);
    counter(
            nonfinite,
            MetricNames.NONFINITE_SAMPLES,
            "Infinite and not-a-number samples",
            observable)
        .increment(notFinite);
  }

  private Counter counter(
      Map<Observable, Counter> counters, String name, String description, Observable observable) {
    return counters.computeIfAbsent(
        observable,
        absent -> {
          Counter counter =
              Counter.builder(name)
                  .description(description)
                  .tags(SeriesTags.of(key, observable))
                  .register(registry);
          meters.add(counter);
          return counter;
        });
  }

  /** Removes the meters. */
  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
