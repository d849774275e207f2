// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import io.tailwatch.app.bench.BenchOutput;
import io.tailwatch.app.bench.BenchProgress;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch bench sizing}: what a thousand series cost. */
@Command(
    name = "sizing",
    description = {
      "Measures heap, disk and CPU of an analyzer (exactly once) by the shape of its series: short",
      "and long vectors, unsigned and signed sketches, 1, 5 and 20 batches a second. Results are"
          + " for",
      "1,000 series. Takes some ten minutes and 2 GB of disk."
    })
public final class SizingCommand implements Callable<Integer> {
  private static final int QUICK_SERIES = 5;

  private final Console console;

  @Mixin private final BenchOutput output = new BenchOutput();

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "200",
      description = "Series that are measured.")
  private int series;

  @Option(
      names = "--rates",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,5,20",
      description = "Batches a second of each series.")
  private List<Integer> rates;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "How long each rate is fed.")
  private int seconds;

  @Option(
      names = "--quick",
      description = "Whether it runs: one shape, few series, one rate. Its numbers say nothing.")
  private boolean quick;

  /** A command that talks to this console. */
  public SizingCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (series < 1 || seconds < 1 || rates.stream().anyMatch(rate -> rate < 1)) {
      throw CommandFailure.usage("--series, --seconds and --rates must be at least 1");
    }
    var plan =
        quick
            ? new SizingPlan(
                Shape.all().subList(0, 1), QUICK_SERIES, List.of(1), Duration.ofSeconds(2))
            : new SizingPlan(Shape.all(), series, rates, Duration.ofSeconds(seconds));
    output.check();
    try (var progress = new BenchProgress(console)) {
      List<ShapeResult> results = new SizingBench(plan, progress::step).run();
      output.write(console, SizingReport.json(results), SizingReport.tables(results));
    }
    return 0;
  }
}
