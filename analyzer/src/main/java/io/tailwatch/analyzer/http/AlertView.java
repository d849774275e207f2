// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.alert.AlertNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.events.v1.IntervalValue;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.List;

/**
 * An alert as JSON, in its last state.
 *
 * @param observable null when it concerns the whole series
 * @param cause {@code learning-rate-change}, or null
 * @param index null where the alert is of no index
 * @param baseline what the index was compared with, a reading; null without one
 * @param score of a drift, 1 being an alarm; null otherwise
 * @param groupedSeries all series of a grouped alert; empty for a single one
 * @param href the latest estimate of the series
 */
record AlertView(
    String run,
    String series,
    String observable,
    String kind,
    String state,
    String severity,
    String cause,
    int attempt,
    long sinceStep,
    long step,
    long pane,
    IntervalView index,
    IntervalView baseline,
    Double score,
    String sentence,
    List<String> groupedSeries,
    String raisedAt,
    String href) {

  static AlertView of(TailAlert alert) {
    String observable =
        alert.getObservable() == Observable.OBSERVABLE_UNSPECIFIED
            ? null
            : ObservableNames.of(alert.getObservable());
    return new AlertView(
        alert.getRun(),
        alert.getSeries(),
        observable,
        AlertNames.of(alert.getKind()),
        AlertNames.of(alert.getState()),
        AlertNames.of(alert.getSeverity()),
        alert.getCause().isEmpty() ? null : alert.getCause(),
        alert.getAttempt(),
        alert.getSinceStep(),
        alert.getStep(),
        alert.getPane(),
        interval(alert.hasIndex(), alert.getIndex()),
        interval(alert.hasBaseline(), alert.getBaseline()),
        Numbers.finite(alert.hasScore(), alert.getScore()),
        alert.getSentence(),
        List.copyOf(alert.getGroupedSeriesList()),
        Numbers.instant(alert.getRaisedAtMillis()),
        observable == null
            ? Paths.run(alert.getRun())
            : Paths.estimate(alert.getRun(), alert.getSeries(), observable));
  }

  private static IntervalView interval(boolean known, IntervalValue value) {
    return known ? IntervalView.of(value, "unknown") : null;
  }
}
