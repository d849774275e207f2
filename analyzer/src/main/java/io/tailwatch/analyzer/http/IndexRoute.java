// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.util.List;

/** What there is. */
final class IndexRoute {
  /** A path, with names in braces, and what it gives. */
  record Entry(String path, String gives) {}

  private static final String OBSERVABLE = "/api/v1/runs/{run}/series/{series}/{observable}";

  static final List<Entry> ENTRIES =
      List.of(
          new Entry("/", "the live page"),
          new Entry("/metrics", "meters for Prometheus"),
          new Entry("/health/live", "200 while the process is worth keeping"),
          new Entry("/health/ready", "200 when it can be asked"),
          new Entry("/health/progress", "200 unless records wait and none is consumed"),
          new Entry(
              "/api/v1/runs?limit=500&after=&state=&sparkline=0",
              "all runs with their latest verdicts"),
          new Entry("/api/v1/runs/{run}", "one run, with its active alerts"),
          new Entry(OBSERVABLE, "the latest estimate, also as CSV"),
          new Entry(OBSERVABLE + "/history?limit=500", "the last estimates, also as CSV"),
          new Entry(OBSERVABLE + "/hill?points=200", "the Hill plot of the live window"),
          new Entry(OBSERVABLE + "/ccdf?points=200", "its survival function"),
          new Entry(OBSERVABLE + "/qq?points=200", "its quantiles against fitted laws"),
          new Entry(
              "/api/v1/alerts?run=&state=&kind=&limit=100&after=", "alerts, active ones first"),
          new Entry("/api/v1/stream?run=", "changes as server-sent events"),
          new Entry("/api/v1/openapi.json", "all of this in detail, for machines"));

  /** The index. */
  record IndexView(String service, List<Entry> paths) {}

  private IndexRoute() {}

  static void add(Routes routes, Answers answers) {
    routes.get(
        "/api/v1", context -> answers.write(context, new IndexView("TailWatch analyzer", ENTRIES)));
  }
}
