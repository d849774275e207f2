// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tailwatch.analyzer.alert.AlertNames;
import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Registers the meters of a series, group by group; each reads what the series' entry holds when it
 * is asked. Thread-safe.
 */
final class SeriesMeters {
  /** The alerts of a whole series; the others are of one observable. */
  static final Set<AlertKind> OF_SERIES =
      Set.of(AlertKind.ALERT_KIND_DIVERGENCE, AlertKind.ALERT_KIND_STALLED);

  private final MeterRegistry registry;

  SeriesMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void remove(List<Meter> meters) {
    meters.forEach(registry::remove);
  }

  /** What arrives. */
  List<Meter> arrivals(SeriesEntry series) {
    List<Meter> meters = new ArrayList<>();
    gauge(
        meters,
        MetricNames.LAST_STEP,
        "The last step accounted for",
        series.tags(),
        () -> series.progress().map(p -> (double) p.step()).orElse(Double.NaN));
    gauge(
        meters,
        MetricNames.LEARNING_RATE,
        "The learning rate in force",
        series.tags(),
        () -> series.progress().map(ArrivalMeters.Progress::learningRate).orElse(Double.NaN));
    counter(
        meters,
        MetricNames.LATE_STEPS,
        "Steps that were counted before or are of an earlier attempt",
        series.tags(),
        series,
        SeriesEntry::late);
    return meters;
  }

  /** The alerts of the whole series. */
  List<Meter> alerts(SeriesEntry series) {
    List<Meter> meters = new ArrayList<>();
    Tags tags = series.tags().and(MetricNames.OBSERVABLE_LABEL, MetricNames.ALL_OBSERVABLES);
    OF_SERIES.forEach(kind -> alert(meters, series, Observable.OBSERVABLE_UNSPECIFIED, kind, tags));
    return meters;
  }

  /** The samples of one observable. */
  List<Meter> counts(ObservableEntry observable) {
    List<Meter> meters = new ArrayList<>();
    counter(
        meters,
        MetricNames.SAMPLES,
        "Samples drawn",
        observable.tags(),
        observable,
        o -> o.counts().map(c -> (double) c.drawn().sum()).orElse(0.0));
    counter(
        meters,
        MetricNames.NONFINITE_SAMPLES,
        "Infinite and not-a-number samples",
        observable.tags(),
        observable,
        o -> o.counts().map(c -> (double) c.notFinite().sum()).orElse(0.0));
    return meters;
  }

  /** The estimate of one observable, and the alerts on it. */
  List<Meter> estimates(SeriesEntry series, ObservableEntry observable) {
    List<Meter> meters = new ArrayList<>();
    index(meters, observable);
    theory(meters, observable);
    for (Verdict verdict : VerdictNames.all()) {
      estimate(
          meters,
          MetricNames.VERDICT,
          "1 for the current verdict",
          observable,
          observable.tags().and(MetricNames.VERDICT_LABEL, VerdictNames.of(verdict)),
          e -> e.getVerdict() == verdict ? 1 : 0);
    }
    gauge(
        meters,
        MetricNames.DRIFT_SCORE,
        "Evidence that the index has changed; an alarm is raised at 1",
        observable.tags(),
        () -> observable.owner().map(EstimateMeters::driftScore).orElse(Double.NaN));
    meters.add(
        Gauge.builder(MetricNames.ESTIMATE_AGE, () -> ageSeconds(observable))
            .description("Time since the last estimate was made")
            .baseUnit("seconds")
            .tags(observable.tags())
            .strongReference(true)
            .register(registry));
    for (AlertKind kind : AlertNames.kinds()) {
      if (!OF_SERIES.contains(kind)) {
        alert(meters, series, observable.observable(), kind, observable.tags());
      }
    }
    return meters;
  }

  private void index(List<Meter> meters, ObservableEntry of) {
    estimate(
        meters,
        MetricNames.TAIL_INDEX,
        "De-biased tail index",
        of,
        of.tags(),
        e -> orNaN(e.getIndex().hasValue(), e.getIndex().getValue()));
    estimate(
        meters,
        MetricNames.TAIL_INDEX_LOWER,
        "Lower 95 % limit of the tail index",
        of,
        of.tags(),
        e -> orNaN(e.getIndex().hasLower(), e.getIndex().getLower()));
    estimate(
        meters,
        MetricNames.TAIL_INDEX_UPPER,
        "Upper 95 % limit of the tail index",
        of,
        of.tags(),
        e -> orNaN(e.getIndex().hasUpper(), e.getIndex().getUpper()));
    estimate(
        meters,
        MetricNames.HILL_READING,
        "Hill reading at the tail fraction",
        of,
        of.tags(),
        e -> orNaN(e.getReading().hasValue(), e.getReading().getValue()));
    estimate(
        meters,
        MetricNames.EXCEEDANCES,
        "Exceedances that the reading rests on",
        of,
        of.tags(),
        e -> orNaN(e.hasReading(), e.getExceedances()));
    estimate(
        meters,
        MetricNames.THRESHOLD,
        "Threshold of the reading",
        of,
        of.tags(),
        e -> orNaN(e.hasReading(), e.getThreshold()));
  }

  private void theory(List<Meter> meters, ObservableEntry of) {
    bound(meters, of, "lower", e -> orNaN(e.getTheory().hasLower(), e.getTheory().getLower()));
    bound(meters, of, "upper", e -> orNaN(e.getTheory().hasUpper(), e.getTheory().getUpper()));
    bound(
        meters, of, "eta_star", e -> orNaN(e.getTheory().hasEtaStar(), e.getTheory().getEtaStar()));
    bound(meters, of, "kesten", e -> orNaN(e.getTheory().hasKesten(), e.getTheory().getKesten()));
  }

  private void bound(
      List<Meter> meters, ObservableEntry of, String name, ToDoubleFunction<TailEstimate> value) {
    estimate(
        meters,
        MetricNames.TAIL_BOUND,
        "What theory says about the tail index",
        of,
        of.tags().and(MetricNames.BOUND_LABEL, name),
        value);
  }

  private void alert(
      List<Meter> meters, SeriesEntry series, Observable observable, AlertKind kind, Tags tags) {
    Tags named = tags.and(MetricNames.ALERT_LABEL, AlertNames.of(kind));
    gauge(
        meters,
        MetricNames.ALERT_ACTIVE,
        "1 while the alert fires",
        named,
        () -> series.fires(observable, kind) ? 1 : 0);
    counter(
        meters,
        MetricNames.ALERTS,
        "How often the alert has begun to fire",
        named,
        series,
        s -> s.alerts().of(observable, kind));
  }

  private void estimate(
      List<Meter> meters,
      String name,
      String description,
      ObservableEntry of,
      Tags tags,
      ToDoubleFunction<TailEstimate> value) {
    gauge(
        meters,
        name,
        description,
        tags,
        () -> of.owner().map(owner -> value.applyAsDouble(owner.last())).orElse(Double.NaN));
  }

  private void gauge(
      List<Meter> meters, String name, String description, Tags tags, DoubleSupplier value) {
    meters.add(
        Gauge.builder(name, value::getAsDouble)
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  /**
   * A counter.
   *
   * @param of what it reads; a counter holds it weakly, so that it must live as long as the series
   */
  private <T> void counter(
      List<Meter> meters,
      String name,
      String description,
      Tags tags,
      T of,
      ToDoubleFunction<T> value) {
    meters.add(
        FunctionCounter.builder(name, of, value)
            .description(description)
            .tags(tags)
            .register(registry));
  }

  private double ageSeconds(ObservableEntry observable) {
    long made = observable.owner().map(o -> o.last().getEstimatedAtMillis()).orElse(0L);
    return made == 0
        ? Double.NaN
        : Math.max(0, registry.config().clock().wallTime() - made) / 1000.0;
  }

  private static double orNaN(boolean known, double value) {
    return known ? value : Double.NaN;
  }
}
