// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.analyzer.tail.HistoryPoint;
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
  /** The state of a run that was never announced. */
  static final String UNKNOWN = "unknown";

  /** The states of runs. */
  static final List<String> STATES =
      List.of(
          name(RunState.RUN_STATE_RUNNING),
          name(RunState.RUN_STATE_FINISHED),
          name(RunState.RUN_STATE_FAILED),
          UNKNOWN);

  /**
   * A run.
   *
   * @param active its alerts that are suspect or firing
   * @param sparkline points of the index that come along with each observable
   */
  static RunView of(String run, Latest latest, List<TailAlert> active, int sparkline) {
    RunDescriptor entry = latest.run(run).orElse(RunDescriptor.getDefaultInstance());
    List<TailEstimate> estimates = latest.estimates(run);
    int attempt = estimates.stream().mapToInt(TailEstimate::getAttempt).max().orElse(0);
    return new RunView(
        run,
        state(entry),
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
        estimates.stream().map(each -> observable(each, latest, sparkline)).toList(),
        active.stream().map(AlertView::of).toList());
  }

  private static ObservableView observable(TailEstimate estimate, Latest latest, int sparkline) {
    List<HistoryPoint> history =
        latest.history(
            estimate.getRun(),
            estimate.getSeries(),
            estimate.getObservable(),
            Math.max(Pace.POINTS, sparkline));
    return ObservableView.of(estimate, history, sparkline);
  }

  /** The state of a run, by its entry. */
  static String state(RunDescriptor entry) {
    RunState state = entry.getState();
    return state == RunState.RUN_STATE_UNSPECIFIED || state == RunState.UNRECOGNIZED
        ? UNKNOWN
        : name(state);
  }

  private static String name(RunState state) {
    return state.name().substring("RUN_STATE_".length()).toLowerCase(Locale.ROOT);
  }
}
