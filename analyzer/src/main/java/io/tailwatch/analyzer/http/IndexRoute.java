// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** What there is. */
final class IndexRoute {
  /** A path, with names in braces, and what it gives. */
  record Entry(String path, String gives) {}

  private static final String OBSERVABLE = "/api/v1/runs/{run}/series/{series}/{observable}";

  static final List<Entry> ENTRIES =
      List.of(
          new Entry("/metrics", "meters for Prometheus"),
          new Entry("/health/live", "200 while the process is worth keeping"),
          new Entry("/health/ready", "200 when it can be asked"),
          new Entry("/health/progress", "200 unless records wait and none is consumed"),
          new Entry("/api/v1/runs", "all runs with their latest verdicts"),
          new Entry("/api/v1/runs/{run}", "one run, with its active alerts"),
          new Entry(OBSERVABLE, "the latest estimate"),
          new Entry(OBSERVABLE + "/history?limit=500", "the last estimates"),
          new Entry(OBSERVABLE + "/hill?points=200", "the Hill plot of the live window"),
          new Entry(OBSERVABLE + "/ccdf?points=200", "its survival function"),
          new Entry(OBSERVABLE + "/qq?points=200", "its quantiles against fitted laws"),
          new Entry(
              "/api/v1/alerts?run=&state=&kind=&limit=100&after=", "alerts, active ones first"));

  /** The index. */
  record IndexView(String service, List<Entry> paths) {}

  private IndexRoute() {}

  static void add(RoutesConfig routes, Answers answers) {
    routes.get(
        "/", context -> answers.write(context, new IndexView("TailWatch analyzer", ENTRIES)));
  }
}
