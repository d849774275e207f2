// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;

/**
 * What plot of which window.
 *
 * @param points at most so many on a curve, in [{@value #MIN_POINTS}, {@value #MAX_POINTS}]
 */
public record PlotRequest(PlotKind kind, SeriesKey key, Observable observable, int points) {
  public static final int MIN_POINTS = 10;
  public static final int MAX_POINTS = 1_000;
  public static final int DEFAULT_POINTS = 200;

  /** Checks the number of points. */
  public PlotRequest {
    if (points < MIN_POINTS || points > MAX_POINTS) {
      throw new IllegalArgumentException(
          "points must be in [" + MIN_POINTS + ", " + MAX_POINTS + "]: was " + points);
    }
  }

  /** Where the plot is found on every instance. */
  String path() {
    // A key is run and series, each percent-encoded, with a slash between them.
    String[] encoded = key.encode().split("/", 2);
    return "/api/v1/runs/%s/series/%s/%s/%s?points=%d"
        .formatted(encoded[0], encoded[1], ObservableNames.of(observable), kind.path(), points);
  }
}
