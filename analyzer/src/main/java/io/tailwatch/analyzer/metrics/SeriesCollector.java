// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Clock;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tailwatch.analyzer.alert.AlertNames;
import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.Set;

/**
 * Reads the meters of all series when they are scraped. A meter of Micrometer's own would cost 650
 * bytes each, 25 KB for an observable; this way it is a few hundred bytes for all of them, and they
 * need no registration that a move of a task could get wrong. Thread-safe.
 */
final class SeriesCollector implements MultiCollector {
  /** The alerts of a whole series; the others are of one observable. */
  private static final Set<AlertKind> OF_SERIES =
      Set.of(AlertKind.ALERT_KIND_DIVERGENCE, AlertKind.ALERT_KIND_STALLED);

  private final SeriesTable table;
  private final Clock clock;

  SeriesCollector(SeriesTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    var families = new Families();
    for (SeriesEntry series : table.shown()) {
      collect(series, families);
    }
    return new MetricSnapshots(families.snapshots());
  }

  private void collect(SeriesEntry series, Families to) {
    if (series.arriving()) {
      var progress = series.progress();
      to.gauge(
          MetricNames.LAST_STEP,
          "The last step accounted for",
          series.labels(),
          progress.map(p -> (double) p.step()).orElse(Double.NaN));
      to.gauge(
          MetricNames.LEARNING_RATE,
          "The learning rate in force",
          series.labels(),
          progress.map(ArrivalMeters.Progress::learningRate).orElse(Double.NaN));
      to.counter(
          MetricNames.LATE_STEPS,
          "Steps that were counted before or are of an earlier attempt",
          series.labels(),
          series.late());
    }
    boolean estimated = false;
    for (ObservableEntry observable : series.observables()) {
      observable.counts().ifPresent(counts -> counts(observable.labels(), counts, to));
      var owner = observable.owner();
      if (owner.isPresent()) {
        estimated = true;
        estimate(observable.labels(), owner.get(), to);
        for (AlertKind kind : AlertNames.kinds()) {
          if (!OF_SERIES.contains(kind)) {
            alert(series, observable.observable(), kind, observable.labels(), to);
          }
        }
      }
    }
    if (estimated) {
      Labels whole = series.labels().add(MetricNames.OBSERVABLE_LABEL, MetricNames.ALL_OBSERVABLES);
      for (AlertKind kind : OF_SERIES) {
        alert(series, Observable.OBSERVABLE_UNSPECIFIED, kind, whole, to);
      }
    }
  }

  private static void counts(Labels labels, ObservableEntry.Counts counts, Families to) {
    to.counter(MetricNames.SAMPLES, "Samples drawn", labels, counts.drawn().sum());
    to.counter(
        MetricNames.NONFINITE_SAMPLES,
        "Infinite and not-a-number samples",
        labels,
        counts.notFinite().sum());
  }

  private void estimate(Labels labels, EstimateMeters meters, Families to) {
    TailEstimate last = meters.last();
    IntervalValue index = last.getIndex();
    to.gauge(
        MetricNames.TAIL_INDEX,
        "De-biased tail index",
        labels,
        orNaN(index.hasValue(), index.getValue()));
    to.gauge(
        MetricNames.TAIL_INDEX_LOWER,
        "Lower 95 % limit of the tail index",
        labels,
        orNaN(index.hasLower(), index.getLower()));
    to.gauge(
        MetricNames.TAIL_INDEX_UPPER,
        "Upper 95 % limit of the tail index",
        labels,
        orNaN(index.hasUpper(), index.getUpper()));
    to.gauge(
        MetricNames.HILL_READING,
        "Hill reading at the tail fraction",
        labels,
        orNaN(last.getReading().hasValue(), last.getReading().getValue()));
    to.gauge(
        MetricNames.EXCEEDANCES,
        "Exceedances that the reading rests on",
        labels,
        orNaN(last.hasReading(), last.getExceedances()));
    to.gauge(
        MetricNames.THRESHOLD,
        "Threshold of the reading",
        labels,
        orNaN(last.hasReading(), last.getThreshold()));
    bounds(labels, last.getTheory(), to);
    for (Verdict verdict : VerdictNames.all()) {
      to.gauge(
          MetricNames.VERDICT,
          "1 for the current verdict",
          labels.add(MetricNames.VERDICT_LABEL, VerdictNames.of(verdict)),
          last.getVerdict() == verdict ? 1 : 0);
    }
    to.gauge(
        MetricNames.DRIFT_SCORE,
        "Evidence that the index has changed; an alarm is raised at 1",
        labels,
        meters.driftScore());
    to.gauge(
        MetricNames.ESTIMATE_AGE + ".seconds",
        "Time since the last estimate was made",
        labels,
        ageSeconds(last));
  }

  private static void bounds(Labels labels, TheoryBand theory, Families to) {
    bound(labels, "lower", orNaN(theory.hasLower(), theory.getLower()), to);
    bound(labels, "upper", orNaN(theory.hasUpper(), theory.getUpper()), to);
    bound(labels, "eta_star", orNaN(theory.hasEtaStar(), theory.getEtaStar()), to);
    bound(labels, "kesten", orNaN(theory.hasKesten(), theory.getKesten()), to);
  }

  private static void bound(Labels labels, String name, double value, Families to) {
    to.gauge(
        MetricNames.TAIL_BOUND,
        "What theory says about the tail index",
        labels.add(MetricNames.BOUND_LABEL, name),
        value);
  }

  private static void alert(
      SeriesEntry series, Observable observable, AlertKind kind, Labels labels, Families to) {
    Labels named = labels.add(MetricNames.ALERT_LABEL, AlertNames.of(kind));
    boolean firing =
        series.active().stream()
            .anyMatch(
                alert ->
                    alert.getKind() == kind
                        && alert.getObservable() == observable
                        && alert.getState() == AlertState.ALERT_STATE_FIRING);
    to.gauge(MetricNames.ALERT_ACTIVE, "1 while the alert fires", named, firing ? 1 : 0);
    to.counter(
        MetricNames.ALERTS,
        "How often the alert has begun to fire",
        named,
        series.alerts().of(observable, kind));
  }

  private static double orNaN(boolean known, double value) {
    return known ? value : Double.NaN;
  }

  private double ageSeconds(TailEstimate last) {
    long made = last.getEstimatedAtMillis();
    return made == 0 ? Double.NaN : Math.max(0, clock.wallTime() - made) / 1000.0;
  }
}
