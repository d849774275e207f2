// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.PassResult;
import io.tailwatch.app.bench.report.Goal;
import io.tailwatch.app.bench.report.Machine;
import io.tailwatch.app.bench.report.Spread;
import io.tailwatch.app.cli.Json;
import java.util.List;

/** What was measured, for programs. */
final class ThroughputJson {
  private ThroughputJson() {}

  static ObjectNode of(ThroughputPlan plan, List<TopicResult> results) {
    ObjectNode root = Json.object();
    root.set("machine", Machine.json());
    root.put("rounds", plan.rounds()).put("processes", plan.forks());
    ArrayNode topics = root.putArray("topics");
    results.forEach(result -> topics.add(topic(result)));
    return root;
  }

  private static ObjectNode topic(TopicResult result) {
    ObjectNode node = Json.object();
    put(node, result.load());
    node.putObject("estimates")
        .put("count", result.estimates().count())
        .put("defined", result.estimates().defined())
        .put("sha256", result.estimates().sha256());
    ArrayNode measured = node.putArray("measured");
    result
        .rounds()
        .forEach((column, passes) -> measured.add(column(result.load(), column, passes)));
    ArrayNode ratios = node.putArray("ratios");
    Ratios.of(result).forEach(ratio -> ratios.add(ratio(ratio)));
    return node;
  }

  private static void put(ObjectNode node, Workload load) {
    node.put("recordBytes", load.recordBytes())
        .put("series", load.series())
        .put("records", load.records())
        .put("stepsPerRecord", load.stepsPerRecord())
        .put("dimension", load.dimension())
        .put("observable", ObservableNames.of(load.observable()))
        .put("paneSteps", load.paneSteps())
        .put("windowPanes", load.panes())
        .put("partitions", load.partitions());
  }

  private static ObjectNode column(Workload load, Column column, List<PassResult> passes) {
    ObjectNode node = Json.object();
    node.put("variant", column.variant().option()).put("threads", column.threads());
    node.set("megabytesPerSecond", spread(ThroughputTables.megabytesPerSecond(load, passes)));
    node.set("recordsPerSecond", spread(ThroughputTables.recordsPerSecond(passes)));
    node.set("cpuMicrosPerRecord", spread(ThroughputTables.cpuMicros(passes)));
    ArrayNode rounds = node.putArray("rounds");
    for (PassResult pass : passes) {
      rounds
          .addObject()
          .put("totalRecords", pass.totalRecords())
          .put("records", pass.records())
          .put("wallSeconds", pass.wallNanos() / 1e9)
          .put("cpuSeconds", pass.cpuNanos() / 1e9)
          .put("compileSeconds", pass.compileMillis() / 1e3)
          .put("collectSeconds", pass.collectMillis() / 1e3);
    }
    return node;
  }

  private static ObjectNode ratio(Ratio ratio) {
    ObjectNode node = Json.object();
    node.put("row", ratio.row()).put("what", ratio.what()).put("threads", ratio.threads());
    node.set("cpu", spread(ratio.cpu()));
    ratio.throughput().ifPresent(spread -> node.set("throughput", spread(spread)));
    ratio.goal().ifPresent(goal -> node.set("goal", goal(goal)));
    if (ratio.goal().isPresent()) {
      node.put("judgement", ratio.judgement());
    }
    return node;
  }

  private static ObjectNode goal(Goal goal) {
    return Json.object()
        .put("is", goal.atMost() ? "at most" : "at least")
        .put("goal", goal.goal())
        .put("gate", goal.gate());
  }

  private static ObjectNode spread(Spread spread) {
    ObjectNode node = Json.object();
    Json.put(node, "median", spread.median());
    Json.put(node, "least", spread.least());
    Json.put(node, "most", spread.most());
    return node;
  }
}
