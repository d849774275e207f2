// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.analyzer.tail.HistoryPoint;
import io.tailwatch.events.v1.TailEstimate;
import java.util.Arrays;
import java.util.List;

/**
 * Where an observable stands.
 *
 * @param reason why there is no reading; null when there is one
 * @param learningRate null when the training does not state it
 * @param stepsPerSecond of the last points, by the clock of the training; null when unknown
 * @param sparkline pairs of last step and index (null where there is none), oldest first; absent
 *     unless asked for
 * @param href leads to the estimate
 */
record ObservableView(
    String series,
    String observable,
    String verdict,
    String reason,
    String sentence,
    boolean infiniteVariance,
    int attempt,
    long lastStep,
    int panes,
    int windowPanes,
    IntervalView reading,
    IntervalView index,
    Double learningRate,
    Double stepsPerSecond,
    boolean provisional,
    boolean endOfSeries,
    String takenAt,
    String estimatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<List<Number>> sparkline,
    String href) {

  /**
   * An observable.
   *
   * @param history its last points, {@link Pace#POINTS} at least where there are so many
   * @param sparkline how many of them to show; 0 for none
   */
  static ObservableView of(TailEstimate estimate, List<HistoryPoint> history, int sparkline) {
    String observable = ObservableNames.of(estimate.getObservable());
    String reason = EstimateView.reason(estimate);
    return new ObservableView(
        estimate.getSeries(),
        observable,
        VerdictNames.of(estimate.getVerdict()),
        reason,
        estimate.getSentence(),
        estimate.getInfiniteVariance(),
        estimate.getAttempt(),
        estimate.getLastStep(),
        estimate.getPanes(),
        estimate.getWindowPanes(),
        IntervalView.of(estimate.getReading(), reason),
        IntervalView.of(estimate.getIndex(), reason),
        EstimateView.stated(estimate.getLearningRate()),
        Pace.stepsPerSecond(history),
        estimate.getProvisional(),
        estimate.getEndOfSeries(),
        Numbers.instant(estimate.getTakenAtMillis()),
        Numbers.instant(estimate.getEstimatedAtMillis()),
        sparkline == 0 ? null : sparkline(history, sparkline),
        Paths.estimate(estimate.getRun(), estimate.getSeries(), observable));
  }

  private static List<List<Number>> sparkline(List<HistoryPoint> history, int points) {
    return history.subList(Math.max(0, history.size() - points), history.size()).stream()
        .map(point -> Arrays.<Number>asList(point.lastStep(), finite(point.index())))
        .toList();
  }

  private static Double finite(double value) {
    return Numbers.finite(true, value);
  }
}
