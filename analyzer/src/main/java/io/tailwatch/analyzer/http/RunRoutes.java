// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.config.RoutesConfig;
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

  private final ApiSources sources;
  private final Answers answers;

  RunRoutes(ApiSources sources, Answers answers) {
    this.sources = sources;
    this.answers = answers;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/runs", this::runs);
    routes.get("/api/v1/runs/{run}", this::run);
    routes.get("/api/v1/runs/{run}/series/{series}/{observable}", this::estimate);
    routes.get("/api/v1/runs/{run}/series/{series}/{observable}/history", this::history);
  }

  private void runs(Context context) {
    Latest known = Committed.of(sources);
    Map<String, List<TailAlert>> active =
        known.alerts().alerts(AlertBoard::isActive).stream()
            .collect(Collectors.groupingBy(TailAlert::getRun));
    answers.write(
        context,
        known.runs().stream()
            .map(run -> RunView.of(run, known, active.getOrDefault(run, List.of())))
            .toList());
  }

  private void run(Context context) {
    String run = context.pathParam("run");
    Latest known = Committed.of(sources);
    if (!known.runs().contains(run)) {
      throw ApiException.notFound("there is no run " + run + ": see /api/v1/runs");
    }
    answers.write(
        context,
        RunView.of(
            run,
            known,
            known
                .alerts()
                .alerts(alert -> alert.getRun().equals(run) && AlertBoard.isActive(alert))));
  }

  private void estimate(Context context) {
    Observable observable = Parameters.observable(context);
    SeriesKey key = Parameters.series(context);
    answers.write(
        context,
        Committed.of(sources)
            .estimate(key.run(), key.series(), observable)
            .map(EstimateView::of)
            .orElseThrow(() -> nothing(key, observable)));
  }

  private void history(Context context) {
    Observable observable = Parameters.observable(context);
    SeriesKey key = Parameters.series(context);
    int limit = Parameters.number(context, "limit", 1, Latest.MAX_HISTORY, DEFAULT_HISTORY);
    List<HistoryPoint> points =
        Committed.of(sources).history(key.run(), key.series(), observable, limit);
    if (points.isEmpty()) {
      throw nothing(key, observable);
    }
    answers.write(context, HistoryView.of(key, observable, points));
  }

  private static ApiException nothing(SeriesKey key, Observable observable) {
    return ApiException.notFound(
        "there is no estimate of %s of series %s of run %s: see /api/v1/runs"
            .formatted(ObservableNames.of(observable), key.series(), key.run()));
  }
}
