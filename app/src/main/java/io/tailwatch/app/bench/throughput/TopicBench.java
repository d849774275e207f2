// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.app.bench.load.LoadTopic;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.EstimateDigest;
import io.tailwatch.app.bench.pass.PassResult;
import io.tailwatch.app.bench.pass.PassTask;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.app.bench.process.PassProcess;
import io.tailwatch.app.resource.CloseStack;
import io.tailwatch.events.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * The rounds over one topic. In each round every column reads it once, each variant in a process of
 * its own, which is warm; the order changes from round to round. Every pass must take all records,
 * and all that estimate must find the same estimates, bit for bit.
 */
final class TopicBench {
  private static final int LIMIT_SECONDS = 300;
  private static final int ATTEMPTS = 5;

  /** Share of compilation in the CPU time of a pass, below which a process is warm. */
  private static final double WARM = 0.1;

  private final Admin admin;
  private final String bootstrapServers;
  private final Path directory;
  private final ThroughputPlan plan;
  private final ThroughputPlan.Topic topic;
  private final String prefix;
  private final Consumer<String> progress;
  private final Map<Column, List<PassResult>> rounds = new LinkedHashMap<>();
  private EstimateDigest estimates = EstimateDigest.NONE;
  private int passes;

  TopicBench(
      Admin admin,
      String bootstrapServers,
      Path directory,
      ThroughputPlan plan,
      ThroughputPlan.Topic topic,
      String prefix,
      Consumer<String> progress) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
    this.directory = directory;
    this.plan = plan;
    this.topic = topic;
    this.prefix = prefix;
    this.progress = progress;
    topic.columns().forEach(column -> rounds.put(column, new ArrayList<>()));
  }

  /** Fills the topic, measures, and deletes it. */
  TopicResult run() throws Exception {
    Workload load = topic.load();
    progress.accept("filling the topic");
    LoadTopic.fill(admin, bootstrapServers, prefix, load);
    try {
      for (int fork = 0; fork < plan.forks(); fork++) {
        fork(fork);
      }
    } finally {
      OutputTopics.delete(admin, prefix);
    }
    return new TopicResult(load, rounds, estimates);
  }

  private void fork(int fork) throws Exception {
    int from = plan.rounds() * fork / plan.forks();
    int to = plan.rounds() * (fork + 1) / plan.forks();
    try (var closing = new CloseStack()) {
      Map<Variant, PassProcess> processes = processes(closing);
      for (Column column : topic.columns()) {
        warmUp(processes, column, fork);
      }
      for (int round = from; round < to; round++) {
        progress.accept("round " + (round + 1) + " of " + plan.rounds());
        List<Column> order = new ArrayList<>(topic.columns());
        Collections.rotate(order, round);
        for (Column column : order) {
          rounds.get(column).add(pass(processes, column));
        }
      }
    }
  }

  /** Until hardly anything is compiled any more. */
  private void warmUp(Map<Variant, PassProcess> processes, Column column, int fork)
      throws Exception {
    boolean warm = false;
    for (int i = 0; i < plan.warmups() && !warm; i++) {
      progress.accept(
          "warming up %s, process %d of %d"
              .formatted(column.variant().title(), fork + 1, plan.forks()));
      warm = pass(processes, column).compiledShare() < WARM;
    }
  }

  private Map<Variant, PassProcess> processes(CloseStack closing) throws IOException {
    Map<Variant, PassProcess> processes = new EnumMap<>(Variant.class);
    for (Column column : topic.columns()) {
      if (!processes.containsKey(column.variant())) {
        processes.put(
            column.variant(), closing.push(PassProcess.start(column.variant(), directory)));
      }
    }
    return processes;
  }

  private PassResult pass(Map<Variant, PassProcess> processes, Column column) throws Exception {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      PassResult result = pass(processes.get(column.variant()), column);
      if (!result.disturbed()) {
        return result;
      }
    }
    throw new IllegalStateException(
        "tasks of %s have moved in each of %d passes: the machine is too busy to measure"
            .formatted(column.variant().title(), ATTEMPTS));
  }

  private PassResult pass(PassProcess process, Column column) throws Exception {
    var task =
        new PassTask(
            bootstrapServers,
            column.variant(),
            prefix,
            prefix + "-pass-" + ++passes,
            column.threads(),
            topic.load(),
            LIMIT_SECONDS);
    PassResult result = process.run(task);
    if (result.disturbed()) {
      OutputTopics.delete(admin, task.id());
      return result;
    }
    if (result.totalRecords() != topic.load().records()) {
      throw new IllegalStateException(
          "%s took %d of %d records"
              .formatted(column.variant().title(), result.totalRecords(), topic.load().records()));
    }
    if (column.variant().analyzes()) {
      check(column, OutputTopics.estimates(bootstrapServers, new Topics(task.id())));
      OutputTopics.delete(admin, task.id());
    } else if (column.variant() == Variant.CONSUMER) {
      check(column, result.estimates());
    }
    return result;
  }

  private void check(Column column, EstimateDigest found) {
    if (found.count() != topic.load().closedPanes()) {
      throw new IllegalStateException(
          "%s made %d estimates where %d panes closed"
              .formatted(column.variant().title(), found.count(), topic.load().closedPanes()));
    }
    if (estimates.count() > 0 && !estimates.equals(found)) {
      throw new IllegalStateException(
          "%s made other estimates than those before: %s, not %s"
              .formatted(column.variant().title(), found, estimates));
    }
    estimates = found;
  }
}
