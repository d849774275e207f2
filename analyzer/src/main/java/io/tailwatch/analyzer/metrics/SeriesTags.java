// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.metrics;

import io.micrometer.core.instrument.Tags;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;

/** The labels of a series. */
final class SeriesTags {
  private SeriesTags() {}

  static Tags of(SeriesKey key) {
    return Tags.of(MetricNames.RUN_LABEL, key.run(), MetricNames.SERIES_LABEL, key.series());
  }

  static Tags of(SeriesKey key, Observable observable) {
    return of(key).and(MetricNames.OBSERVABLE_LABEL, ObservableNames.of(observable));
  }
}
