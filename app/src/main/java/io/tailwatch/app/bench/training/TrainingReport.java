// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.bench.report.Figures;
import io.tailwatch.app.bench.report.ResultTable;
import io.tailwatch.app.bench.report.Spread;
import java.util.List;

/** The results as a table and as JSON. Stateless. */
final class TrainingReport {
  private TrainingReport() {}

  static List<ResultTable> tables(List<TrainingCost> results) {
    return List.of(
        new ResultTable(
            "bench-training",
            List.of(
                "every step published",
                "bare step, ns",
                "speed with / without",
                "CPU without / with",
                "calls > 1 ms in 10^6",
                "steps > 1 ms in 10^6",
                "dropped"),
            results.stream()
                .map(
                    cost ->
                        List.of(
                            cost.setting(),
                            Figures.text(cost.bareNanos()),
                            Figures.text(cost.bySpeed()),
                            Figures.text(cost.byCpu()),
                            Figures.text(cost.longCalls()),
                            Figures.text(cost.longSteps()),
                            Figures.text(100 * cost.droppedShare()) + " %"))
                .toList()));
  }

  static ObjectNode json(List<TrainingCost> results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode settings = root.putArray("training");
    for (TrainingCost cost : results) {
      ObjectNode node = settings.addObject().put("setting", cost.setting());
      put(node.putObject("bareNanos"), cost.bareNanos());
      put(node.putObject("bySpeed"), cost.bySpeed());
      put(node.putObject("byCpu"), cost.byCpu());
      node.put("longCallsPerMillion", cost.longCalls())
          .put("longStepsPerMillion", cost.longSteps())
          .put("droppedShare", cost.droppedShare());
    }
    return root;
  }

  private static void put(ObjectNode node, Spread spread) {
    node.put("median", spread.median()).put("least", spread.least()).put("most", spread.most());
  }
}
