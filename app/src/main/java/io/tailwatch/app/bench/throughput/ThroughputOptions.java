// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.throughput;

import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.app.bench.pass.Variant;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.events.v1.Observable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code tailwatch bench} can be asked to measure. A picocli mixin. */
public final class ThroughputOptions {
  private static final int MOST_WARMUPS = 8;
  private static final int QUICK_MEGABYTES = 16;
  private static final int QUICK_SERIES = 8;
  private static final int QUICK_PANE_STEPS = 64;
  private static final int QUICK_PANES = 16;

  @Option(
      names = "--sizes",
      paramLabel = "KB,...",
      split = ",",
      defaultValue = "1,4,16,64",
      description = "Sizes of the records.")
  private List<Integer> sizes;

  @Option(
      names = "--series",
      paramLabel = "N,...",
      split = ",",
      defaultValue = "1,64,1024",
      description = "Numbers of series.")
  private List<Integer> series;

  @Option(
      names = "--threads",
      paramLabel = "N,...",
      split = ",",
      defaultValue = "1,2",
      description = "Numbers of threads; the topics have two partitions.")
  private List<Integer> threads;

  @Option(
      names = "--variants",
      paramLabel = "NAME,...",
      split = ",",
      defaultValue = "raw,consumer,at-least-once,exactly-once",
      description = {
        "raw: a consumer that looks at nothing; consumer: one that does the work of the analyzer",
        "and keeps nothing; at-least-once, exactly-once: the analyzer."
      })
  private List<String> variants;

  @Option(
      names = "--grid",
      description = {
        "Combine all sizes, series and threads with each other, which takes half a day. Otherwise",
        "sizes vary at 64 series, series at 16 KB, and threads at both."
      })
  private boolean grid;

  @Option(
      names = "--quick",
      description = {
        "Whether it runs, in well under a minute: one small topic of 16 KB records, with full",
        "windows, one round without warming up. Its numbers say nothing."
      })
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Measured passes of each variant, in turn.")
  private int rounds;

  @Option(
      names = "--processes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Processes of each variant that share the rounds, one after the other.")
  private int processes;

  @Option(
      names = "--megabytes",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "Size of a topic; fewer where that is more than 262,144 records.")
  private int megabytes;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "16",
      description = "Vectors in a record.")
  private int steps;

  @Option(
      names = "--pane-steps",
      paramLabel = "N",
      defaultValue = "3125",
      description = "Steps of a pane.")
  private int paneSteps;

  @Option(
      names = "--observable",
      paramLabel = "NAME",
      defaultValue = "identity",
      description = {
        "What is drawn from a vector: identity (all values, which is the cheapest for a value),",
        "projection, norm, update-norm or coordinates."
      })
  private String observable;

  /**
   * The plan.
   *
   * @throws CommandFailure (usage) when a value is out of range
   */
  public ThroughputPlan plan() {
    try {
      return quick ? quickPlan() : fullPlan();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private ThroughputPlan fullPlan() {
    var load = new Sides.Load(megabytes, steps, paneSteps, 32, observable());
    var sides =
        new Sides(
            positive("--sizes", sizes),
            positive("--series", series),
            positive("--threads", threads),
            variants(),
            grid,
            load);
    return new ThroughputPlan(sides.topics(), rounds, Math.min(processes, rounds), MOST_WARMUPS);
  }

  private ThroughputPlan quickPlan() {
    var load = new Sides.Load(QUICK_MEGABYTES, steps, QUICK_PANE_STEPS, QUICK_PANES, observable());
    var sides = new Sides(List.of(16), List.of(QUICK_SERIES), List.of(1), variants(), false, load);
    return new ThroughputPlan(sides.topics(), 1, 1, 0);
  }

  private List<Variant> variants() {
    List<Variant> parsed = new ArrayList<>();
    for (String name : variants) {
      try {
        parsed.add(Variant.parse(name.strip()));
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage("--variants: " + e.getMessage());
      }
    }
    return parsed;
  }

  private Observable observable() {
    return ObservableNames.parse(observable)
        .filter(known -> known != Observable.OBSERVABLE_WEIGHTED_NORM)
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "--observable must be identity, projection, norm, update-norm or coordinates:"
                        + " was "
                        + observable));
  }

  private static List<Integer> positive(String option, List<Integer> values) {
    for (int value : values) {
      if (value < 1) {
        throw CommandFailure.usage(option + " must be at least 1: was " + value);
      }
    }
    return values;
  }
}
