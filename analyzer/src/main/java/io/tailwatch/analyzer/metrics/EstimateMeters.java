// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The gauges of one observable of one series: its last estimate. Thread-safe. */
public final class EstimateMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();
  private volatile TailEstimate last = TailEstimate.getDefaultInstance();

  EstimateMeters(MeterRegistry registry, SeriesKey key, Observable observable) {
    this.registry = registry;
    this.tags = SeriesTags.of(key, observable);
    index();
    theory();
    for (Verdict verdict : VerdictNames.all()) {
      gauge(
          MetricNames.VERDICT,
          "1 for the current verdict",
          tags.and(MetricNames.VERDICT_LABEL, VerdictNames.of(verdict)),
          e -> e.getVerdict() == verdict ? 1 : 0);
    }
    meters.add(
        Gauge.builder(MetricNames.ESTIMATE_AGE, this, EstimateMeters::ageSeconds)
            .description("Time since the last estimate was made")
            .baseUnit("seconds")
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  private void index() {
    gauge(
        MetricNames.TAIL_INDEX,
        "De-biased tail index",
        tags,
        e -> e.getIndex().hasValue() ? e.getIndex().getValue() : Double.NaN);
    gauge(
        MetricNames.TAIL_INDEX_LOWER,
        "Lower 95 % limit of the tail index",
        tags,
        e -> e.getIndex().hasLower() ? e.getIndex().getLower() : Double.NaN);
    gauge(
        MetricNames.TAIL_INDEX_UPPER,
        "Upper 95 % limit of the tail index",
        tags,
        e -> e.getIndex().hasUpper() ? e.getIndex().getUpper() : Double.NaN);
    gauge(
        MetricNames.HILL_READING,
        "Hill reading at the tail fraction",
        tags,
        e -> e.getReading().hasValue() ? e.getReading().getValue() : Double.NaN);
    gauge(
        MetricNames.EXCEEDANCES,
        "Exceedances that the reading rests on",
        tags,
        e -> e.hasReading() ? e.getExceedances() : Double.NaN);
    gauge(
        MetricNames.THRESHOLD,
        "Threshold of the reading",
        tags,
        e -> e.hasReading() ? e.getThreshold() : Double.NaN);
  }

  private void theory() {
    bound("lower", e -> e.getTheory().hasLower() ? e.getTheory().getLower() : Double.NaN);
    bound("upper", e -> e.getTheory().hasUpper() ? e.getTheory().getUpper() : Double.NaN);
    bound("eta_star", e -> e.getTheory().hasEtaStar() ? e.getTheory().getEtaStar() : Double.NaN);
    bound("kesten", e -> e.getTheory().hasKesten() ? e.getTheory().getKesten() : Double.NaN);
  }

  private void bound(String name, ToDoubleFunction<TailEstimate> value) {
    gauge(
        MetricNames.TAIL_BOUND,
        "What theory says about the tail index",
        tags.and(MetricNames.BOUND_LABEL, name),
        value);
  }

  private void gauge(
      String name, String description, Tags with, ToDoubleFunction<TailEstimate> value) {
    meters.add(
        Gauge.builder(name, this, m -> value.applyAsDouble(m.last))
            .description(description)
            .tags(with)
            .strongReference(true)
            .register(registry));
  }

  private double ageSeconds() {
    long made = last.getEstimatedAtMillis();
    return made == 0
        ? Double.NaN
        : Math.max(0, registry.config().clock().wallTime() - made) / 1000.0;
  }

  /** Shows an estimate. */
  public void show(TailEstimate estimate) {
    last = estimate;
  }

  /** Removes the gauges. */
  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
