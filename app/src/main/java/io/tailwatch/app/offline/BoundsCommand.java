// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.live.ProgressLine;
import io.tailwatch.producer.data.CsvData;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.tails.theory.HsgdModel;
import io.tailwatch.tails.theory.HsgdOptions;
import io.tailwatch.tails.theory.KestenOptions;
import io.tailwatch.tails.theory.TheoryPart;
import io.tailwatch.tails.theory.TheoryProblem;
import io.tailwatch.tails.theory.TheoryReport;
import io.tailwatch.tails.theory.TheoryTask;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** {@code tailwatch bounds}: what theory says, without any training. */
@Command(
    name = "bounds",
    description = {
      "Prints the tail index that theory expects of SGD for ridge regression.",
      "The certified band of homogenized SGD comes from the eigenvalues of A^T A / n; with --rows"
          + " also the Kesten index, that of SGD itself on these rows. Every number says whether it"
          + " is exact, a bound or an estimate, and its error."
    })
public final class BoundsCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--eigenvalues",
      split = ",",
      paramLabel = "L",
      converter = NumberConverter.Real.class,
      description = "Eigenvalues of A^T A / n, separated by commas. Default: those of --rows.")
  private double[] eigenvalues;

  @Option(
      names = "--learning-rate",
      required = true,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "G",
      converter = NumberConverter.Real.class,
      description = "Learning rate, the factor of the batch's mean gradient.")
  private double learningRate;

  @Option(
      names = "--ridge",
      defaultValue = "0",
      paramLabel = "D",
      converter = NumberConverter.Real.class,
      description = "Ridge penalty delta of (delta/2)|x|^2.")
  private double ridge;

  @Option(
      names = "--batch-size",
      defaultValue = "1",
      paramLabel = "B",
      converter = NumberConverter.Whole.class,
      description = "Rows per step, drawn with replacement.")
  private int batchSize;

  @Option(
      names = "--rows",
      paramLabel = "FILE|NAME",
      description = {
        "CSV file of data rows a_i, features only, taken as they are; or a shipped data set:"
            + " concrete, diabetes, P1 to P12 or P8b."
      })
  private String rows;

  @Option(
      names = "--momentum",
      defaultValue = "0",
      paramLabel = "BETA",
      converter = NumberConverter.Real.class,
      description = {
        "Heavy-ball momentum: m' = BETA m - G gradient, x' = x + m'.",
        "Homogenized SGD is then taken at the equivalent learning rate G / (1 - BETA)."
      })
  private double momentum;

  @Option(
      names = "--exact",
      description = "Also the exact index of homogenized SGD: seconds where it must be simulated.")
  private boolean exact;

  @Option(
      names = "--streaming",
      description = {
        "Also the index of SGD on fresh Gaussian rows with these eigenvalues: seconds, and minutes"
            + " for many eigenvalues that differ."
      })
  private boolean streaming;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      converter = ChoiceConverter.OfFormat.class,
      description = {
        "text or json.",
        "In JSON a number that is undefined or unbounded is null beside a reason."
      })
  private Format format;

  /** A command that talks to this console. */
  public BoundsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (eigenvalues == null && rows == null) {
      throw CommandFailure.usage("give --eigenvalues, or --rows to take them from");
    }
    TheoryReport report = report(problem());
    console
        .out()
        .println(format == Format.JSON ? BoundsJson.of(report, wanted()) : BoundsText.of(report));
    return 0;
  }

  private TheoryProblem problem() {
    Given.require(
        learningRate > 0 && Double.isFinite(learningRate),
        "--learning-rate must be positive and finite",
        learningRate);
    Given.require(
        ridge >= 0 && Double.isFinite(ridge), "--ridge must be finite and at least 0", ridge);
    Given.require(batchSize >= 1, "--batch-size must be at least 1", batchSize);
    Given.require(momentum >= 0 && momentum < 1, "--momentum must be in [0, 1)", momentum);
    Optional<double[][]> data = Optional.ofNullable(rows).map(BoundsCommand::readRows);
    try {
      TheoryProblem problem =
          eigenvalues == null
              ? TheoryProblem.ofRows(data.orElseThrow(), learningRate, ridge, batchSize)
              : TheoryProblem.ofSpectrum(
                  new HsgdModel(eigenvalues, learningRate, ridge, batchSize));
      if (eigenvalues != null && data.isPresent()) {
        requireNoMoreThan(data.get()[0].length, problem.model().dimension());
        problem = problem.withRows(data.get());
      }
      return problem.withMomentum(momentum);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  private static void requireNoMoreThan(int columns, int given) {
    Given.require(
        given <= columns,
        "--eigenvalues must be no more than the columns of --rows, " + columns,
        given);
  }

  private Set<TheoryPart> wanted() {
    Set<TheoryPart> parts = EnumSet.noneOf(TheoryPart.class);
    if (rows != null) {
      parts.addAll(EnumSet.of(TheoryPart.SECOND_MOMENT, TheoryPart.KESTEN, TheoryPart.PROJECTION));
    }
    if (exact) {
      parts.add(TheoryPart.EXACT);
    }
    if (streaming) {
      parts.add(TheoryPart.STREAMING);
    }
    return parts;
  }

  private TheoryReport report(TheoryProblem problem) {
    try (var line = new ProgressLine(console)) {
      var shown = new AtomicReference<TheoryTask>();
      Queue<Runnable> slow = new ArrayDeque<>();
      DoubleConsumer progress =
          share -> line.show("Computing: " + Math.round(100 * shown.get().progress()) + " %");
      TheoryTask task =
          TheoryTask.start(
              problem,
              wanted(),
              HsgdOptions.standard().withProgress(progress),
              KestenOptions.standard().withProgress(progress),
              slow::add);
      shown.set(task);
      slow.remove().run();
      return task.completion().join();
    }
  }

  private static double[][] readRows(String name) {
    return DataSets.names().contains(name)
        ? DataSets.named(name).rows()
        : CsvData.readTable(Path.of(name)).rows();
  }
}
