// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

/**
 * The names of all meters of the analyzer, as Micrometer wants them; Prometheus sees underscores,
 * the base unit and {@code _total} on counters. Undefined values are NaN. Counters are per process.
 *
 * <p>Relations: {@code samples} counts every sample drawn, {@code nonfinite.samples} those of them
 * that no estimate can use. The interval is {@code tail.index.lower} to {@code tail.index.upper}.
 * Exactly one {@code verdict} of an observable is 1. Alert on the confidence limit, not on the
 * estimate, and beside it on {@code estimate.age}.
 */
public final class MetricNames {
  /** Of run, series, observable: the de-biased tail index. */
  public static final String TAIL_INDEX = "tailwatch.tail.index";

  /** Of run, series, observable: lower 95 % limit of the index. */
  public static final String TAIL_INDEX_LOWER = "tailwatch.tail.index.lower";

  /** Of run, series, observable: upper 95 % limit of the index; infinite when unbounded. */
  public static final String TAIL_INDEX_UPPER = "tailwatch.tail.index.upper";

  /** Of run, series, observable: the Hill reading at the tail fraction. */
  public static final String HILL_READING = "tailwatch.hill.reading";

  /** Of run, series, observable, bound (lower, upper, eta_star, kesten): what theory says. */
  public static final String TAIL_BOUND = "tailwatch.tail.bound";

  /** Of run, series, observable, verdict: 1 for the current one, 0 for the others. */
  public static final String VERDICT = "tailwatch.verdict";

  /** Of run, series, observable: evidence that the index has changed; an alarm is raised at 1. */
  public static final String DRIFT_SCORE = "tailwatch.drift.score";

  /**
   * Of run, series, observable, alert (drift, bound-violation, infinite-variance; divergence and
   * stalled with observable {@value #ALL_OBSERVABLES}): 1 while it fires.
   */
  public static final String ALERT_ACTIVE = "tailwatch.alert.active";

  /** Of the same: how often it has begun to fire. */
  public static final String ALERTS = "tailwatch.alerts";

  /** Of run, series, observable: samples drawn. */
  public static final String SAMPLES = "tailwatch.samples";

  /** Of run, series, observable: infinite and not-a-number samples among them. */
  public static final String NONFINITE_SAMPLES = "tailwatch.nonfinite.samples";

  /** Of run, series, observable: exceedances that the reading rests on. */
  public static final String EXCEEDANCES = "tailwatch.exceedances";

  /** Of run, series, observable: the threshold they exceed. */
  public static final String THRESHOLD = "tailwatch.threshold";

  /** Of run, series: the last step accounted for. */
  public static final String LAST_STEP = "tailwatch.last.step";

  /** Of run, series: the learning rate in force. */
  public static final String LEARNING_RATE = "tailwatch.learning.rate";

  /** Of run, series, observable: seconds since the last estimate was made. */
  public static final String ESTIMATE_AGE = "tailwatch.estimate.age";

  /** From the last vector of a pane being taken to its estimate being made. */
  public static final String EVENT_TO_ESTIMATE = "tailwatch.event.to.estimate";

  /** Records refused. */
  public static final String DEAD_LETTERS = "tailwatch.dead.letters";

  /** Of run, series: steps that were counted before or are of an earlier attempt. */
  public static final String LATE_STEPS = "tailwatch.late.steps";

  /** Panes of a shard that came after the others had gone on without it. */
  public static final String LATE_PARTS = "tailwatch.late.parts";

  /** Runs that this process estimates. */
  public static final String RUNS = "tailwatch.runs";

  /** Series that this process estimates. */
  public static final String SERIES = "tailwatch.series";

  /** Series that came when there was no room for their meters, each once. */
  public static final String SERIES_REFUSED = "tailwatch.series.refused";

  /** Clients of the live stream. */
  public static final String STREAM_CLIENTS = "tailwatch.stream.clients";

  /** Clients of the live stream that missed events and were told to reload. */
  public static final String STREAM_RESYNCS = "tailwatch.stream.resyncs";

  /** Labels. */
  public static final String RUN_LABEL = "run";

  public static final String SERIES_LABEL = "series";
  public static final String OBSERVABLE_LABEL = "observable";
  public static final String VERDICT_LABEL = "verdict";
  public static final String BOUND_LABEL = "bound";
  public static final String ALERT_LABEL = "alert";

  /** The observable of what concerns a whole series. */
  public static final String ALL_OBSERVABLES = "all";

  private MetricNames() {}
}
