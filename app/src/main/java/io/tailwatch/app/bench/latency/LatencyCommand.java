// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.latency;

import io.tailwatch.app.bench.BenchOutput;
import io.tailwatch.app.bench.BenchProgress;
import io.tailwatch.app.bench.load.Workload;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.events.v1.Observable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch bench latency}: from a closed pane to its value on {@code /metrics}. */
@Command(
    name = "latency",
    description = {
      "Feeds an analyzer at a share of its full rate, and measures from the sending of a pane's",
      "last step until its estimate is on /metrics. The observable is a costly one, weighted-norm"
          + " of",
      "64 dimensions, so that one machine can feed what it analyzes. Takes some three minutes."
    })
public final class LatencyCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final int STEPS_PER_RECORD = 16;
  private static final int PANE_STEPS = 3125;
  private static final int PANES = 32;
  private static final int PARTITIONS = 2;
  private static final int QUICK_PANE_STEPS = 512;

  private final Console console;

  @Mixin private final BenchOutput output = new BenchOutput();

  @Option(
      names = "--variants",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "at-least-once,exactly-once",
      description = "Deliveries of the analyzer: at-least-once, exactly-once.")
  private List<String> variants;

  @Option(
      names = "--load",
      paramLabel = "SHARE",
      defaultValue = "0.8",
      description = "Share of the full rate that is fed.")
  private double share;

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "64",
      description = "Number of series.")
  private int series;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Records of 4 KB that warm the analyzer up.")
  private int backlog;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "How long the panes count.")
  private int seconds;

  @Option(
      names = "--quick",
      description = "Whether it runs: a small backlog, 5 seconds. Its numbers say nothing.")
  private boolean quick;

  /** A command that talks to this console. */
  public LatencyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<LatencyPlan> plans = plans();
    output.check();
    List<LatencyResult> results = new ArrayList<>();
    try (var progress = new BenchProgress(console)) {
      for (LatencyPlan plan : plans) {
        String what = plan.variant().title() + ": ";
        results.add(new LatencyBench(plan, step -> progress.step(what + step)).run());
      }
      output.write(console, LatencyReport.json(results), LatencyReport.tables(results));
    }
    return 0;
  }

  private List<LatencyPlan> plans() {
    try {
      List<LatencyPlan> plans = new ArrayList<>();
      for (String name : variants) {
        plans.add(plan(Variant.parse(name.strip())));
      }
      return plans;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private LatencyPlan plan(Variant variant) {
    if (!variant.analyzes()) {
      throw CommandFailure.usage(
          "--variants must be at-least-once or exactly-once: was " + variant.option());
    }
    if (!(share > 0 && share < 1)) {
      throw CommandFailure.usage("--load must be in (0, 1): was " + share);
    }
    if (seconds < 1) {
      throw CommandFailure.usage("--seconds must be at least 1: was " + seconds);
    }
    var load =
        new Workload(
            quick ? Math.min(series, 8) : series,
            quick ? Math.min(backlog, 20_000) : backlog,
            STEPS_PER_RECORD,
            DIMENSION,
            quick ? QUICK_PANE_STEPS : PANE_STEPS,
            PANES,
            Observable.OBSERVABLE_WEIGHTED_NORM,
            PARTITIONS);
    return new LatencyPlan(
        load,
        variant,
        Duration.ofSeconds(quick ? 2 : 20),
        share,
        Duration.ofSeconds(quick ? 2 : 10),
        Duration.ofSeconds(quick ? 5 : seconds));
  }
}
