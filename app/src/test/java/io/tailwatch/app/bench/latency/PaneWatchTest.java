// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailEstimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaneWatchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double ROUNDING = 1e-9;

  private final PaneWatch watch = new PaneWatch();

  /** Looks for 10 ms, and is done at this time. */
  private void look(double readSeconds, double age) {
    long read = Math.round(readSeconds * SECOND);
    watch.age("layer", age, read - SECOND / 100, read);
  }

  @Test
  void aPaneIsMatchedWithTheNextEstimateThatAppears() {
    look(10, 5);
    watch.countFrom(0);
    watch.closes("layer", 11 * SECOND);
    look(11.1, 6.1);
    assertThat(watch.delays()).isEmpty();
    assertThat(watch.waiting()).isEqualTo(1);
    look(11.4, 0.05);
    look(11.5, 0.15);
    assertThat(watch.delays()).hasSize(1);
    assertThat(watch.delays().get(0)).isCloseTo(0.4, within(ROUNDING));
    assertThat(watch.waiting()).isZero();
  }

  @Test
  void panesBeforeTheCountAreMatchedButDoNotCount() {
    look(10, 5);
    watch.countFrom(12 * SECOND);
    watch.closes("layer", 11 * SECOND);
    watch.closes("layer", 13 * SECOND);
    look(11.4, 0.05);
    look(13.2, 0.1);
    assertThat(watch.delays()).hasSize(1);
    assertThat(watch.delays().get(0)).isCloseTo(0.2, within(ROUNDING));
  }

  @Test
  void aSeriesWithoutAnEstimateIsNotMatched() {
    watch.countFrom(0);
    watch.closes("layer", 11 * SECOND);
    look(11.4, Double.NaN);
    assertThat(watch.waiting()).isEqualTo(1);
  }

  @Test
  void agesAreReadFromThePageOfTheAnalyzer() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = new AnalyzerMetrics(registry);
    long now = System.currentTimeMillis();
    for (String series : List.of("layer-1", "layer-2")) {
      metrics
          .estimates(SeriesKey.of("run", series), Observable.OBSERVABLE_WEIGHTED_NORM)
          .orElseThrow()
          .show(TailEstimate.newBuilder().setEstimatedAtMillis(now - 60_000).build());
    }
    metrics.estimates(SeriesKey.of("run", "new"), Observable.OBSERVABLE_NORM);
    Map<String, Double> ages = new LinkedHashMap<>();
    EstimateAges.read(registry.scrape(), ages::put);
    assertThat(ages).containsOnlyKeys("layer-1", "layer-2", "new");
    // A minute and what the test itself has taken.
    assertThat(ages.get("layer-1")).isBetween(60.0, 90.0);
    assertThat(ages.get("new")).isNaN();
  }

  @Test
  void quantilesAreOfTheDelaysThatWereSeen() {
    List<Double> delays = List.of(0.1, 0.2, 0.3, 0.4);
    var result = new LatencyResult(null, 100, 79, 1, 0.02, 0, delays);
    assertThat(result.quantile(0.5)).isEqualTo(0.2);
    assertThat(result.quantile(0.99)).isEqualTo(0.4);
    assertThat(result.quantile(1)).isEqualTo(0.4);
    assertThat(result.fedShare()).isCloseTo(0.79, within(ROUNDING));
    assertThat(new LatencyResult(null, 1, 1, 1, 1, 0, List.of()).quantile(0.5)).isNaN();
  }
}
