// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which queries have given data so far, in which phase for the first time, and how many values. */
final class Watch {
  /** The first data of a query. */
  record Seen(String phase, int values) {}

  private final Prometheus prometheus;
  private final List<Query> queries;
  private final Map<Query, Seen> seen = new LinkedHashMap<>();

  Watch(Prometheus prometheus, List<Query> queries) {
    this.prometheus = prometheus;
    this.queries = List.copyOf(queries);
  }

  /**
   * Asks all that have given nothing yet.
   *
   * @param run the one that is chosen where only one can be
   */
  void ask(String phase, String run) {
    for (Query query : missing()) {
      int values = prometheus.values(query.expression(run));
      if (values > 0) {
        seen.put(query, new Seen(phase, values));
      }
    }
  }

  List<Query> missing() {
    List<Query> missing = new ArrayList<>(queries);
    missing.removeAll(seen.keySet());
    return missing;
  }

  List<Query> queries() {
    return queries;
  }

  /** The first data of a query; null when there were none. */
  Seen seen(Query query) {
    return seen.get(query);
  }
}
