// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.tailwatch.events.SeriesKey;

/** Paths of the API, with names percent-encoded. */
final class Paths {
  private Paths() {}

  static String run(String run) {
    return "/api/v1/runs/" + SeriesKey.encodeRun(run);
  }

  /** The header that leads to the next page of runs. */
  static String nextRuns(int limit, String after, String state, int sparkline) {
    String query = "limit=" + limit + "&after=" + SeriesKey.encodeRun(after);
    if (state != null) {
      query += "&state=" + state;
    }
    if (sparkline > 0) {
      query += "&sparkline=" + sparkline;
    }
    return "</api/v1/runs?" + query + ">; rel=\"next\"";
  }

  static String estimate(String run, String series, String observable) {
    // A key is run and series, each percent-encoded, with a slash between them.
    String[] encoded = SeriesKey.of(run, series).encode().split("/", 2);
    return "/api/v1/runs/" + encoded[0] + "/series/" + encoded[1] + "/" + observable;
  }
}
