// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.training;

import io.tailwatch.app.bench.BenchOutput;
import io.tailwatch.app.bench.BenchProgress;
import io.tailwatch.app.bench.process.BenchBroker;
import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.resource.TemporaryDirectory;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.producer.data.Hyperparameters;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tailwatch bench training}: what publishing costs the training. */
@Command(
    name = "training",
    description = {
      "Measures a loop of SGD steps on the diabetes data that publishes every step, against the"
          + " same",
      "loop without, in rounds of one run: with a broker in a process of its own, and with none.",
      "Takes about a minute."
    })
public final class TrainingCommand implements Callable<Integer> {
  // Nobody listens there.
  private static final String NOBODY = "127.0.0.1:1";

  private final Console console;

  @Mixin private final BenchOutput output = new BenchOutput();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Rounds, each with both loops.")
  private int rounds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "Steps of a loop.")
  private long steps;

  @Option(names = "--quick", description = "Whether it runs. Its numbers say nothing.")
  private boolean quick;

  /** A command that talks to this console. */
  public TrainingCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || steps < 1) {
      throw CommandFailure.usage("--rounds and --steps must be at least 1");
    }
    output.check();
    List<TrainingCost> results = new ArrayList<>();
    try (var progress = new BenchProgress(console);
        var directory = TemporaryDirectory.create("tailwatch-bench-");
        var broker = BenchBroker.start(directory.path())) {
      var bench =
          new TrainingBench(
              trainings(), quick ? 1 : rounds, quick ? 20_000 : steps, progress::step);
      results.add(bench.run("to a broker", broker.bootstrapServers()));
      results.add(bench.run("with no broker there", NOBODY));
    }
    output.write(console, TrainingReport.json(results), TrainingReport.tables(results));
    return 0;
  }

  private static Supplier<RidgeSgd> trainings() {
    DataSet data = DataSets.named("diabetes");
    Hyperparameters own = data.defaults().orElseThrow();
    var problem = new RidgeRegression(data, own.ridge());
    return () ->
        new RidgeSgd(
            problem,
            own.batchSize(),
            LearningRateSchedule.constant(own.learningRate()),
            1,
            RidgeSgd.Start.ZERO);
  }
}
