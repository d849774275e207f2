// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

import io.tailwatch.study.Page;
import io.tailwatch.study.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the kernels against their peers and keeps the table of the documentation. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures the kernels against their peers, as ratios within one run.")
public final class BenchmarksCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "How often each benchmark runs, in turn. Default: 9.")
  private int rounds;

  @Option(
      names = "--millis",
      paramLabel = "MS",
      defaultValue = "300",
      description =
          "Length of an iteration; a benchmark has 3 and as many to warm up. Default: 300.")
  private int millis;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write the tables into this page, docs/benchmarks.md.")
  private Path page;

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchmarksCommand()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var kernels = new Rounds();
    kernels.run("SketchBenchmark|SeriesBenchmark", rounds, millis);
    var bounds = new Rounds();
    bounds.run("BoundsBenchmark", Math.min(3, rounds), millis);
    var accuracy = new SketchAccuracy();
    List<Table> tables =
        List.of(
            machine(),
            RatioTable.of(kernels),
            accuracy.goals(),
            accuracy.errors(),
            BoundsTable.of(bounds));
    for (Table table : tables) {
      System.out.println();
      System.out.print(table.markdown());
    }
    if (page != null) {
      new Page(page).write(tables);
    }
    return 0;
  }

  private Table machine() {
    return new Table(
        "machine",
        List.of("machine", "cores", "JVM", "rounds"),
        List.of(
            List.of(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                String.valueOf(Runtime.getRuntime().availableProcessors()),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                String.valueOf(rounds))));
  }
}
