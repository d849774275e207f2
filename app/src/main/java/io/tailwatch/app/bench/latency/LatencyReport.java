// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.report.Figures;
import io.tailwatch.app.bench.report.Goal;
import io.tailwatch.app.bench.report.Machine;
import io.tailwatch.app.bench.report.ResultTable;
import io.tailwatch.app.cli.Json;
import java.util.List;

/** The delays, for people and for programs. */
final class LatencyReport {
  /** Of the 99th percentile, in seconds. */
  private static final Goal GOAL = Goal.atMost(1, 1);

  private LatencyReport() {}

  static List<ResultTable> tables(List<LatencyResult> results) {
    return List.of(
        new ResultTable(
            "bench-latency",
            List.of(
                "",
                "full rate, records/s",
                "fed",
                "cores",
                "panes",
                "unseen",
                "scrape, ms",
                "p50, ms",
                "p99, ms",
                "max, ms",
                "p99 ≤ 1 s"),
            results.stream().map(LatencyReport::row).toList()));
  }

  private static List<String> row(LatencyResult result) {
    return List.of(
        result.plan().variant().title(),
        Figures.text(result.fullRate()),
        Figures.text(100 * result.fedShare()) + " %",
        Figures.text(result.cores()),
        Integer.toString(result.sortedDelays().size()),
        Integer.toString(result.unseen()),
        Figures.text(1000 * result.scrapeSeconds()),
        millis(result, 0.5),
        millis(result, 0.99),
        millis(result, 1),
        judgement(result));
  }

  private static String millis(LatencyResult result, double share) {
    return result.sortedDelays().isEmpty() ? "-" : Figures.text(1000 * result.quantile(share));
  }

  private static String judgement(LatencyResult result) {
    return result.sortedDelays().isEmpty() ? "-" : GOAL.judge(result.quantile(0.99));
  }

  static ObjectNode json(List<LatencyResult> results) {
    ObjectNode root = Json.object();
    root.set("machine", Machine.json());
    ArrayNode measured = root.putArray("latency");
    results.forEach(result -> measured.add(json(result)));
    return root;
  }

  private static ObjectNode json(LatencyResult result) {
    Workload load = result.plan().load();
    ObjectNode node =
        Json.object()
            .put("variant", result.plan().variant().option())
            .put("series", load.series())
            .put("recordBytes", load.recordBytes())
            .put("observable", ObservableNames.of(load.observable()))
            .put("dimension", load.dimension())
            .put("paneSteps", load.paneSteps())
            .put("fullRecordsPerSecond", result.fullRate())
            .put("fedRecordsPerSecond", result.fedRate())
            .put("share", result.plan().share())
            .put("fedShare", result.fedShare())
            .put("cores", result.cores())
            .put("scrapeSeconds", result.scrapeSeconds())
            .put("panes", result.sortedDelays().size())
            .put("unseen", result.unseen());
    Json.put(node, "p50Seconds", result.quantile(0.5));
    Json.put(node, "p90Seconds", result.quantile(0.9));
    Json.put(node, "p99Seconds", result.quantile(0.99));
    Json.put(node, "maxSeconds", result.quantile(1));
    return node.put("judgement", judgement(result));
  }
}
