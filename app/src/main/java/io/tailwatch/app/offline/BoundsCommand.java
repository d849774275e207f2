// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Format;
import io.tailwatch.app.live.ProgressLine;
import io.tailwatch.producer.data.CsvData;
import io.tailwatch.producer.data.DataSets;
import io.tailwatch.tails.theory.HsgdBounds;
import io.tailwatch.tails.theory.HsgdModel;
import io.tailwatch.tails.theory.KestenIndex;
import io.tailwatch.tails.theory.KestenOptions;
import io.tailwatch.tails.theory.KestenResult;
import io.tailwatch.tails.theory.SpectralData;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** {@code tailwatch bounds}: what theory says, without any training. */
@Command(
    name = "bounds",
    description = {
      "Prints the tail index that theory expects of SGD for ridge regression.",
      "The certified band of homogenized SGD comes from the eigenvalues of A^T A / n; with --rows",
      "also the Kesten index, that of SGD itself on these rows."
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
        "CSV file of data rows a_i, features only, taken as they are;",
        "or a shipped data set: concrete, diabetes, P1 to P12 or P8b."
      })
  private String rows;

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
    Optional<double[][]> data = Optional.ofNullable(rows).map(BoundsCommand::readRows);
    HsgdModel model = model(data);
    HsgdBounds bounds = HsgdBounds.of(model);
    Optional<KestenResult> kesten = data.map(this::kesten);
    var report = new BoundsReport(model, bounds, kesten, data.map(a -> a.length));
    console.out().println(format == Format.JSON ? report.json() : report.text());
    return 0;
  }

  private static double[][] readRows(String name) {
    return DataSets.names().contains(name)
        ? DataSets.named(name).rows()
        : CsvData.readTable(Path.of(name)).rows();
  }

  private KestenResult kesten(double[][] data) {
    try (var line = new ProgressLine(console)) {
      KestenOptions options =
          KestenOptions.standard()
              .withProgress(share -> line.show("Kesten index: " + Math.round(100 * share) + " %"));
      return KestenIndex.ofRows(data, learningRate, ridge, batchSize, options);
    }
  }

  private HsgdModel model(Optional<double[][]> data) {
    try {
      double[] spectrum =
          eigenvalues != null ? eigenvalues : SpectralData.of(data.orElseThrow()).eigenvalues();
      return new HsgdModel(spectrum, learningRate, ridge, batchSize);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }
}
