// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.AlertKind;
import io.tailwatch.events.v1.AlertState;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AnalyzerMetricsTest {
  private static final SeriesKey KEY = SeriesKey.of("r", "layer/1");
  private static final Observable NORM = Observable.OBSERVABLE_NORM;

  /** Every name that the analyzer promises. */
  private static final Set<String> DOCUMENTED =
      Set.of(
          "tailwatch_tail_index",
          "tailwatch_tail_index_lower",
          "tailwatch_tail_index_upper",
          "tailwatch_hill_reading",
          "tailwatch_tail_bound",
          "tailwatch_verdict",
          "tailwatch_drift_score",
          "tailwatch_alert_active",
          "tailwatch_alerts_total",
          "tailwatch_samples_total",
          "tailwatch_nonfinite_samples_total",
          "tailwatch_exceedances",
          "tailwatch_threshold",
          "tailwatch_last_step",
          "tailwatch_learning_rate",
          "tailwatch_estimate_age_seconds",
          "tailwatch_event_to_estimate_seconds",
          "tailwatch_event_to_estimate_seconds_max",
          "tailwatch_dead_letters_total",
          "tailwatch_late_steps_total",
          "tailwatch_late_parts_total",
          "tailwatch_runs",
          "tailwatch_series",
          "tailwatch_series_refused_total",
          "tailwatch_stream_clients",
          "tailwatch_stream_resyncs_total");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AnalyzerMetrics metrics = new AnalyzerMetrics(registry);
  private final StreamMeters stream = new StreamMeters(registry);

  @Test
  void theEndpointHasTheDocumentedNames() {
    metrics.seriesAdded(KEY);
    metrics.arrivals(KEY).orElseThrow().count(NORM, 1, 0);
    metrics.estimates(KEY, NORM).orElseThrow();
    Set<String> names =
        registry
            .scrape()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ")[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).isEqualTo(new TreeSet<>(DOCUMENTED));
  }

  @Test
  void everyNameHasADescription() {
    metrics.arrivals(KEY).orElseThrow().count(NORM, 1, 0);
    metrics.estimates(KEY, NORM).orElseThrow();
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("# HELP ")))
        .hasSize(DOCUMENTED.size())
        .allSatisfy(line -> assertThat(line.split(" ", 4)[3]).isNotBlank());
  }

  @Test
  void clientsOfTheStreamAreCounted() {
    stream.opened();
    stream.opened();
    stream.closed();
    stream.lost();
    assertThat(registry.scrape())
        .contains("tailwatch_stream_clients 1.0")
        .contains("tailwatch_stream_resyncs_total 1.0");
  }

  @Test
  void undefinedValuesAreNaN() {
    metrics.estimates(KEY, NORM).orElseThrow();
    assertThat(sample("tailwatch_tail_index", "")).isEqualTo("NaN");
    assertThat(sample("tailwatch_exceedances", "")).isEqualTo("NaN");
    assertThat(sample("tailwatch_estimate_age_seconds", "")).isEqualTo("NaN");
    assertThat(sample("tailwatch_tail_bound", "bound=\"kesten\",")).isEqualTo("NaN");
    assertThat(sample("tailwatch_drift_score", "")).isEqualTo("NaN");
  }

  @Test
  void gaugesFollowTheEstimate() {
    EstimateMeters meters = metrics.estimates(KEY, NORM).orElseThrow();
    meters.show(
        TailEstimate.newBuilder()
            .setVerdict(Verdict.VERDICT_WITHIN)
            .setReading(IntervalValue.newBuilder().setValue(3.5))
            .setIndex(
                IntervalValue.newBuilder()
                    .setValue(4)
                    .setLower(3)
                    .setUpper(Double.POSITIVE_INFINITY))
            .setExceedances(500)
            .setThreshold(2.5)
            .setTheory(TheoryBand.newBuilder().setLower(3.8).setUpper(4.2).setEtaStar(4.5))
            .build());
    assertThat(sample("tailwatch_tail_index", "")).isEqualTo("4.0");
    assertThat(sample("tailwatch_tail_index_lower", "")).isEqualTo("3.0");
    assertThat(sample("tailwatch_tail_index_upper", "")).isEqualTo("+Inf");
    assertThat(sample("tailwatch_hill_reading", "")).isEqualTo("3.5");
    assertThat(sample("tailwatch_exceedances", "")).isEqualTo("500.0");
    assertThat(sample("tailwatch_threshold", "")).isEqualTo("2.5");
    assertThat(sample("tailwatch_tail_bound", "bound=\"lower\",")).isEqualTo("3.8");
    assertThat(sample("tailwatch_tail_bound", "bound=\"upper\",")).isEqualTo("4.2");
    assertThat(sample("tailwatch_tail_bound", "bound=\"eta_star\",")).isEqualTo("4.5");
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("tailwatch_verdict{")))
        .hasSize(10)
        .filteredOn(line -> line.endsWith(" 1.0"))
        .singleElement()
        .asString()
        .contains("verdict=\"within\"");
  }

  @Test
  void metersOfASeriesLeaveWithIt() {
    ArrivalMeters arrivals = metrics.arrivals(KEY).orElseThrow();
    arrivals.count(NORM, 5, 2);
    EstimateMeters estimates = metrics.estimates(KEY, NORM).orElseThrow();
    metrics.seriesAdded(KEY);
    arrivals.close();
    estimates.close();
    metrics.seriesRemoved(KEY);
    assertThat(registry.scrape()).doesNotContain("layer/1").contains("tailwatch_series 0.0");
  }

  @Test
  void runsAndSeriesAreCounted() {
    metrics.seriesAdded(SeriesKey.of("a", "1"));
    metrics.seriesAdded(SeriesKey.of("a", "2"));
    metrics.seriesAdded(SeriesKey.of("b", "1"));
    assertThat(registry.scrape()).contains("tailwatch_runs 2.0").contains("tailwatch_series 3.0");
  }

  @Test
  void alertsAreThereBeforeTheyFire() {
    metrics.estimates(KEY, NORM).orElseThrow();
    for (String name : List.of("tailwatch_alert_active", "tailwatch_alerts_total")) {
      for (String kind : List.of("drift", "bound-violation", "infinite-variance")) {
        assertThat(sample(name, "alert=\"" + kind + "\",")).isEqualTo("0.0");
      }
      assertThat(ofSeries(name, "divergence")).isEqualTo("0.0");
      assertThat(ofSeries(name, "stalled")).isEqualTo("0.0");
    }
  }

  @Test
  void alertsAreActiveWhileTheyFireAndCountedWhenTheyBegin() {
    EstimateMeters meters = metrics.estimates(KEY, NORM).orElseThrow();
    meters.driftScore(1.25);
    TailAlert suspect = alert(AlertState.ALERT_STATE_SUSPECT);
    TailAlert firing = alert(AlertState.ALERT_STATE_FIRING);
    TailAlert diverged =
        TailAlert.newBuilder()
            .setKind(AlertKind.ALERT_KIND_DIVERGENCE)
            .setState(AlertState.ALERT_STATE_FIRING)
            .build();
    metrics.alertEvents(KEY, List.of(suspect));
    metrics.alertsActive(KEY, List.of(suspect));
    assertThat(sample("tailwatch_drift_score", "")).isEqualTo("1.25");
    assertThat(sample("tailwatch_alert_active", "alert=\"drift\",")).isEqualTo("0.0");
    assertThat(sample("tailwatch_alerts_total", "alert=\"drift\",")).isEqualTo("0.0");
    metrics.alertEvents(KEY, List.of(firing, diverged));
    metrics.alertsActive(KEY, List.of(firing, diverged));
    assertThat(sample("tailwatch_alert_active", "alert=\"drift\",")).isEqualTo("1.0");
    assertThat(sample("tailwatch_alert_active", "alert=\"bound-violation\",")).isEqualTo("0.0");
    assertThat(ofSeries("tailwatch_alert_active", "divergence")).isEqualTo("1.0");
    metrics.alertEvents(KEY, List.of(alert(AlertState.ALERT_STATE_RESOLVED)));
    metrics.alertsActive(KEY, List.of());
    assertThat(sample("tailwatch_alert_active", "alert=\"drift\",")).isEqualTo("0.0");
    assertThat(sample("tailwatch_alerts_total", "alert=\"drift\",")).isEqualTo("1.0");
    assertThat(ofSeries("tailwatch_alerts_total", "divergence")).isEqualTo("1.0");
  }

  @Test
  void alertsOfASeriesThatHasGoneAreIgnored() {
    metrics.alertsActive(KEY, List.of(alert(AlertState.ALERT_STATE_FIRING)));
    metrics.alertEvents(KEY, List.of(alert(AlertState.ALERT_STATE_FIRING)));
    assertThat(registry.scrape()).doesNotContain("layer/1");
  }

  @Test
  void shardsOfASeriesAreShownAsOne() {
    ArrivalMeters ahead = metrics.arrivals(KEY).orElseThrow();
    ArrivalMeters behind = metrics.arrivals(KEY).orElseThrow();
    ahead.progress(200, 0.2);
    behind.progress(100, 0.1);
    ahead.count(NORM, 5, 1);
    behind.count(NORM, 7, 0);
    assertThat(whole("tailwatch_last_step")).isEqualTo("200.0");
    assertThat(whole("tailwatch_learning_rate")).isEqualTo("0.2");
    assertThat(sample("tailwatch_samples_total", "")).isEqualTo("12.0");
    assertThat(sample("tailwatch_nonfinite_samples_total", "")).isEqualTo("1.0");
    ahead.close();
    ahead.close();
    assertThat(whole("tailwatch_last_step")).isEqualTo("100.0");
    assertThat(sample("tailwatch_samples_total", "")).isEqualTo("12.0");
    behind.close();
    assertThat(registry.scrape()).doesNotContain("layer/1");
  }

  @Test
  void countersLiveAsLongAsTheSeries() {
    ArrivalMeters arrivals = metrics.arrivals(KEY).orElseThrow();
    arrivals.count(NORM, 5, 2);
    arrivals.late(3);
    // A counter that reads something that nobody else holds would be 0 from now on.
    System.gc();
    assertThat(sample("tailwatch_samples_total", "")).isEqualTo("5.0");
    assertThat(sample("tailwatch_nonfinite_samples_total", "")).isEqualTo("2.0");
    assertThat(whole("tailwatch_late_steps_total")).isEqualTo("3.0");
  }

  @Test
  void anOldOwnerDoesNotTakeTheMetersOfTheNewOneAway() {
    EstimateMeters old = metrics.estimates(KEY, NORM).orElseThrow();
    metrics.seriesAdded(KEY);
    old.show(threshold(1));
    EstimateMeters fresh = metrics.estimates(KEY, NORM).orElseThrow();
    metrics.seriesAdded(KEY);
    fresh.show(threshold(2));
    assertThat(sample("tailwatch_threshold", "")).isEqualTo("2.0");
    old.close();
    metrics.seriesRemoved(KEY);
    assertThat(sample("tailwatch_threshold", "")).isEqualTo("2.0");
    assertThat(registry.scrape()).contains("tailwatch_series 1.0");
    fresh.close();
    metrics.seriesRemoved(KEY);
    assertThat(registry.scrape()).doesNotContain("layer/1").contains("tailwatch_series 0.0");
  }

  @Test
  void seriesBeyondTheCapAreCountedOnceAndMoveUpWhenThereIsRoom() {
    var ownRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var capped = new AnalyzerMetrics(ownRegistry, 2);
    List<EstimateMeters> meters = new ArrayList<>();
    for (String series : List.of("first", "second", "third")) {
      SeriesKey key = SeriesKey.of("r", series);
      capped.seriesAdded(key);
      capped.arrivals(key).orElseThrow().progress(1, 0.1);
      meters.add(capped.estimates(key, NORM).orElseThrow());
      meters.get(meters.size() - 1).show(threshold(1));
    }
    assertThat(ownRegistry.scrape())
        .contains("series=\"first\"", "series=\"second\"", "tailwatch_series 3.0")
        .contains("tailwatch_series_refused_total 1.0")
        .doesNotContain("series=\"third\"");
    meters.get(0).close();
    capped.seriesRemoved(SeriesKey.of("r", "first"));
    assertThat(ownRegistry.scrape()).contains("series=\"first\"").doesNotContain("third");
    meters.get(1).close();
    capped.seriesRemoved(SeriesKey.of("r", "second"));
    // Their arrivals are still held: only the last holder makes room.
    assertThat(ownRegistry.scrape()).doesNotContain("third");
  }

  @Test
  void aRefusedSeriesMovesUpWithTheEstimateThatItHas() {
    var ownRegistry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var capped = new AnalyzerMetrics(ownRegistry, 1);
    EstimateMeters first = capped.estimates(SeriesKey.of("r", "first"), NORM).orElseThrow();
    EstimateMeters second = capped.estimates(SeriesKey.of("r", "second"), NORM).orElseThrow();
    second.show(threshold(7));
    first.close();
    assertThat(ownRegistry.scrape())
        .contains("tailwatch_threshold{observable=\"norm\",run=\"r\",series=\"second\"} 7.0");
  }

  @Test
  void withoutRoomForAnySeriesThereAreNoMeters() {
    var none = new AnalyzerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 0);
    assertThat(none.arrivals(KEY)).isEmpty();
    assertThat(none.estimates(KEY, NORM)).isEmpty();
  }

  private static TailEstimate threshold(double value) {
    return TailEstimate.newBuilder()
        .setReading(IntervalValue.newBuilder().setValue(3))
        .setThreshold(value)
        .build();
  }

  private static TailAlert alert(AlertState state) {
    return TailAlert.newBuilder()
        .setObservable(NORM)
        .setKind(AlertKind.ALERT_KIND_DRIFT)
        .setState(state)
        .build();
  }

  /** The value of an alert of the whole series. */
  private String ofSeries(String name, String kind) {
    return value(
        name + "{alert=\"" + kind + "\",observable=\"all\",run=\"r\",series=\"layer/1\"} ");
  }

  /** The value of a meter without observable. */
  private String whole(String name) {
    return value(name + "{run=\"r\",series=\"layer/1\"} ");
  }

  /** The value of the only sample of a name with these labels before observable, run and series. */
  private String sample(String name, String labels) {
    return value(name + "{" + labels + "observable=\"norm\",run=\"r\",series=\"layer/1\"} ");
  }

  private String value(String start) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + start));
  }
}
