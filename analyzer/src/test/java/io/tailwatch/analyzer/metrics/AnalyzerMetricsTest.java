// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import io.tailwatch.events.v1.TheoryBand;
import io.tailwatch.events.v1.Verdict;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AnalyzerMetricsTest {
  private static final SeriesKey KEY = SeriesKey.of("r", "layer/1");
  private static final Observable NORM = Observable.OBSERVABLE_NORM;

  /** The table of design.md 4.3, as far as the analyzer fills it. */
  private static final Set<String> DOCUMENTED =
      Set.of(
          "tailwatch_tail_index",
          "tailwatch_tail_index_lower",
          "tailwatch_tail_index_upper",
          "tailwatch_hill_reading",
          "tailwatch_tail_bound",
          "tailwatch_verdict",
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
          "tailwatch_series_refused_total");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AnalyzerMetrics metrics = new AnalyzerMetrics(registry);

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
    assertThat(registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
  }

  @Test
  void undefinedValuesAreNaN() {
    metrics.estimates(KEY, NORM).orElseThrow();
    assertThat(sample("tailwatch_tail_index", "")).isEqualTo("NaN");
    assertThat(sample("tailwatch_exceedances", "")).isEqualTo("NaN");
    assertThat(sample("tailwatch_estimate_age_seconds", "")).isEqualTo("NaN");
    assertThat(sample("tailwatch_tail_bound", "bound=\"kesten\",")).isEqualTo("NaN");
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
  void tooManySeriesGetNoMetersAndAreCounted() {
    var simple = new SimpleMeterRegistry();
    var capped = new AnalyzerMetrics(simple);
    for (int i = 0; i < AnalyzerMetrics.MAX_SERIES; i++) {
      capped.seriesAdded(SeriesKey.of("r", "s" + i));
    }
    assertThat(capped.estimates(KEY, NORM)).isPresent();
    assertThat(simple.get(MetricNames.SERIES_REFUSED).counter().count()).isZero();
    capped.seriesAdded(SeriesKey.of("r", "one too many"));
    assertThat(capped.estimates(KEY, NORM)).isEmpty();
    assertThat(capped.arrivals(KEY)).isEmpty();
    assertThat(simple.get(MetricNames.SERIES_REFUSED).counter().count()).isEqualTo(1);
  }

  /** The value of the only sample of a name with these labels before observable, run and series. */
  private String sample(String name, String labels) {
    String start = name + "{" + labels + "observable=\"norm\",run=\"r\",series=\"layer/1\"} ";
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + start));
  }
}
