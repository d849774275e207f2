// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.bench.process.BenchBroker;
import io.tailwatch.app.bench.report.ResultTable;
import io.tailwatch.app.resource.TemporaryDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Carries out a plan on a broker of its own, and holds what came of it. */
public final class Throughput {
  private final ThroughputPlan plan;
  private final List<TopicResult> results = new ArrayList<>();

  private Throughput(ThroughputPlan plan) {
    this.plan = plan;
  }

  /**
   * Measures; takes as long as the plan says.
   *
   * @param progress told before each step what it is; what it throws ends everything
   * @param done told of each topic that has been measured
   */
  public static Throughput run(
      ThroughputPlan plan, Consumer<String> progress, Consumer<String> done) throws Exception {
    var throughput = new Throughput(plan);
    try (var directory = TemporaryDirectory.create("tailwatch-bench-");
        var broker = BenchBroker.start(directory.path());
        var admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      for (ThroughputPlan.Topic topic : plan.topics()) {
        int number = throughput.results.size() + 1;
        String what = "topic " + number + " of " + plan.topics().size() + ", ";
        TopicResult result =
            new TopicBench(
                    admin,
                    broker.bootstrapServers(),
                    directory.path(),
                    plan,
                    topic,
                    "bench-" + number,
                    step -> progress.accept(what + step))
                .run();
        throughput.results.add(result);
        done.accept(ThroughputTables.line(result));
      }
    }
    return throughput;
  }

  /** For programs. */
  public ObjectNode json() {
    return ThroughputJson.of(plan, results);
  }

  /** For people. */
  public List<ResultTable> tables() {
    return ThroughputTables.of(plan, results);
  }
}
