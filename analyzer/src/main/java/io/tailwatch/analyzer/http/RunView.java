// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.judge.VerdictNames;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.events.v1.RunDescriptor;
import io.tailwatch.events.v1.RunState;
import io.tailwatch.events.v1.TailAlert;
import io.tailwatch.events.v1.TailEstimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run as JSON: its entry in the directory, as far as it was announced, and what is estimated.
 *
 * @param state running, finished, failed, or unknown for a run that was never announced
 * @param observables the latest verdict of each observable of each series
 * @param alerts those that are suspect or firing, the newest first
 */
record RunView(
    String run,
    String state,
    int attempt,
    String model,
    String dataSet,
    String optimizer,
    Map<String, String> tags,
    List<String> series,
    String startedAt,
    String updatedAt,
    String endedAt,
    List<ObservableView> observables,
    List<AlertView> alerts) {
  private static final String PREFIX = "RUN_STATE_";

  /** Where an observable stands; {@code href} leads to its estimate. */
  record ObservableView(
      String series, String observable, String verdict, String sentence, String href) {
    static ObservableView of(TailEstimate estimate) {
      String observable = ObservableNames.of(estimate.getObservable());
      return new ObservableView(
          estimate.getSeries(),
          observable,
          VerdictNames.of(estimate.getVerdict()),
          estimate.getSentence(),
          Paths.estimate(estimate.getRun(), estimate.getSeries(), observable));
    }
  }

  /**
   * A run.
   *
   * @param active its alerts that are suspect or firing
   */
  static RunView of(String run, Latest latest, List<TailAlert> active) {
    RunDescriptor entry = latest.run(run).orElse(RunDescriptor.getDefaultInstance());
    List<TailEstimate> estimates = latest.estimates(run);
    int attempt = estimates.stream().mapToInt(TailEstimate::getAttempt).max().orElse(0);
    return new RunView(
        run,
        state(entry.getState()),
        Math.max(entry.getAttempt(), attempt),
        entry.getModel(),
        entry.getDataSet(),
        entry.getOptimizer(),
        entry.getTagsMap(),
        entry.getSeriesCount() > 0
            ? List.copyOf(entry.getSeriesList())
            : estimates.stream().map(TailEstimate::getSeries).distinct().toList(),
        Numbers.instant(entry.getStartedAtMillis()),
        Numbers.instant(entry.getUpdatedAtMillis()),
        Numbers.instant(entry.getEndedAtMillis()),
        estimates.stream().map(ObservableView::of).toList(),
        active.stream().map(AlertView::of).toList());
  }

  private static String state(RunState state) {
    return state == RunState.RUN_STATE_UNSPECIFIED || state == RunState.UNRECOGNIZED
        ? "unknown"
        : state.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }
}
