// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.http.Context;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.analyzer.tail.AlertBoard;
import io.tailwatch.analyzer.tail.HistoryPoint;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.TailAlert;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs and their estimates, as they were committed. */
final class RunRoutes {
  private static final int DEFAULT_HISTORY = 500;
  private static final int DEFAULT_RUNS = 500;
  private static final int MAX_RUNS = 1_000;
  private static final int MAX_SPARKLINE = 200;

  private final ApiSources sources;
  private final Answers answers;
  private final Exports exports;

  RunRoutes(ApiSources sources, Answers answers, Exports exports) {
    this.sources = sources;
    this.answers = answers;
    this.exports = exports;
  }

  void add(Routes routes) {
    routes.get("/api/v1/runs", this::runs);
    routes.get("/api/v1/runs/{run}", this::run);
    routes.get("/api/v1/runs/{run}/series/{series}/{observable}", this::estimate);
    routes.get("/api/v1/runs/{run}/series/{series}/{observable}/history", this::history);
  }

  private void runs(Context context) {
    int limit = Parameters.number(context, "limit", 1, MAX_RUNS, DEFAULT_RUNS);
    int sparkline = Parameters.number(context, "sparkline", 0, MAX_SPARKLINE, 0);
    String state = Parameters.word(context, "state", RunView.STATES);
    String after = Parameters.text(context, "after");
    Latest known = Committed.of(sources);
    List<String> names = names(known, after, state, limit + 1);
    List<String> page = names.subList(0, Math.min(limit, names.size()));
    if (page.size() < names.size()) {
      context.header("Link", Paths.nextRuns(limit, page.get(page.size() - 1), state, sparkline));
    }
    Map<String, List<TailAlert>> active =
        known.alerts().alerts(AlertBoard::isActive).stream()
            .collect(Collectors.groupingBy(TailAlert::getRun));
    answers.write(
        context,
        page.stream()
            .map(run -> RunView.of(run, known, active.getOrDefault(run, List.of()), sparkline))
            .toList());
  }

  private static List<String> names(Latest known, String after, String state, int limit) {
    return known.runs().stream()
        .filter(run -> after == null || run.compareTo(after) > 0)
        .filter(run -> state == null || state.equals(state(known, run)))
        .limit(limit)
        .toList();
  }

  private static String state(Latest known, String run) {
    return known.run(run).map(RunView::state).orElse(RunView.UNKNOWN);
  }

  private void run(Context context) {
    String run = context.pathParam("run");
    int sparkline = Parameters.number(context, "sparkline", 0, MAX_SPARKLINE, 0);
    Latest known = Committed.of(sources);
    if (!known.holds(run)) {
      throw ApiException.notFound("there is no run " + run + ": see /api/v1/runs");
    }
    answers.write(
        context,
        RunView.of(
            run,
            known,
            known
                .alerts()
                .alerts(alert -> alert.getRun().equals(run) && AlertBoard.isActive(alert)),
            sparkline));
  }

  private void estimate(Context context) {
    ExportFormat format = ExportFormat.of(context);
    Observable observable = Parameters.observable(context);
    SeriesKey key = Parameters.series(context);
    EstimateView view =
        Committed.of(sources)
            .estimate(key.run(), key.series(), observable)
            .map(EstimateView::of)
            .orElseThrow(() -> nothing(key, observable));
    exports.write(context, format, ExportShape.ESTIMATE, key, observable, view);
  }

  private void history(Context context) {
    ExportFormat format = ExportFormat.of(context);
    Observable observable = Parameters.observable(context);
    SeriesKey key = Parameters.series(context);
    int limit = Parameters.number(context, "limit", 1, Latest.MAX_HISTORY, DEFAULT_HISTORY);
    List<HistoryPoint> points =
        Committed.of(sources).history(key.run(), key.series(), observable, limit);
    if (points.isEmpty()) {
      throw nothing(key, observable);
    }
    HistoryView view = HistoryView.of(key, observable, points);
    exports.write(context, format, ExportShape.HISTORY, key, observable, view);
  }

  private static ApiException nothing(SeriesKey key, Observable observable) {
    return ApiException.notFound(
        "there is no estimate of %s of series %s of run %s: see /api/v1/runs"
            .formatted(ObservableNames.of(observable), key.series(), key.run()));
  }
}
