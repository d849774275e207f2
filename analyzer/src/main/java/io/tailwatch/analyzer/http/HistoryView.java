// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.analyzer.tail.HistoryPoint;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import java.util.List;

/**
 * The last estimates of one observable, oldest first, as they were committed. It goes back as far
 * as this instance remembers: to its start and some thousand records before it, and not for ever.
 */
record HistoryView(String run, String series, String observable, List<PointView> points) {

  /**
   * An estimate. What is undefined or unbounded is null.
   *
   * @param exceedances of the threshold, which the reading rests on; null without one
   * @param takenAt when the last vector was taken, by the clock of the training
   * @param reason the verdict, where there is no reading; null where there is one
   */
  record PointView(
      int attempt,
      long pane,
      long firstStep,
      long lastStep,
      String verdict,
      Double reading,
      Double readingLower,
      Double readingUpper,
      Double index,
      Double indexLower,
      Double indexUpper,
      Double theoryLower,
      Double theoryUpper,
      Double kesten,
      Double etaStar,
      Double threshold,
      Long exceedances,
      Double tailFraction,
      Double learningRate,
      String takenAt,
      String estimatedAt,
      String reason) {

    static PointView of(HistoryPoint point) {
      String verdict = VerdictNames.of(point.verdict());
      return new PointView(
          point.attempt(),
          point.pane(),
          point.firstStep(),
          point.lastStep(),
          verdict,
          finite(point.reading()),
          finite(point.readingLower()),
          finite(point.readingUpper()),
          finite(point.index()),
          finite(point.indexLower()),
          finite(point.indexUpper()),
          finite(point.theoryLower()),
          finite(point.theoryUpper()),
          finite(point.kesten()),
          finite(point.etaStar()),
          finite(point.threshold()),
          Double.isNaN(point.reading()) ? null : point.exceedances(),
          finite(point.tailFraction()),
          Numbers.finite(point.learningRate() > 0, point.learningRate()),
          Numbers.instant(point.takenAtMillis()),
          Numbers.instant(point.estimatedAtMillis()),
          Double.isNaN(point.reading()) ? verdict : null);
    }

    private static Double finite(double value) {
      return Numbers.finite(true, value);
    }
  }

  static HistoryView of(SeriesKey key, Observable observable, List<HistoryPoint> points) {
    return new HistoryView(
        key.run(),
        key.series(),
        ObservableNames.of(observable),
        points.stream().map(PointView::of).toList());
  }
}
