// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.Console;
import io.tailwatch.app.cli.Format;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tailwatch estimate}: the live estimators over a file. */
@Command(
    name = "estimate",
    description = {
      "Reads the tail index of the numbers in a file.",
      "Prints the Hill reading with an interval that is valid under serial dependence, the"
          + " de-biased index, which assumes a Student-t body, other estimators, threshold rules"
          + " side by side, a Hill plot, laws fitted to the body, and what to be wary of.",
      "The file has one number per line, or is a table with --column; the order of its lines is"
          + " that of time."
    })
public final class EstimateCommand implements Callable<Integer> {

  /** Which values make up the tail. */
  enum Tail {
    /** Both ends, by size. */
    ABS(TailSide.BOTH),
    /** The values above the centre. */
    RIGHT(TailSide.RIGHT),
    /** The values below the centre. */
    LEFT(TailSide.LEFT);

    private final TailSide side;

    Tail(TailSide side) {
      this.side = side;
    }
  }

  /** At most one of these. */
  static final class CutOptions {
    @Option(
        names = "--k",
        paramLabel = "N",
        converter = NumberConverter.Whole.class,
        description = "The N largest values are the tail, the next one is its threshold.")
    private Integer k;

    @Option(
        names = "--fraction",
        paramLabel = "F",
        converter = NumberConverter.Real.class,
        description = {
          "This share of the usable values (finite, not zero, on the chosen side) is the tail.",
          "Default: 0.005 from 100,000 usable values on, else 0.02."
        })
    private Double fraction;

    @Option(
        names = "--threshold",
        paramLabel = "U",
        converter = NumberConverter.Real.class,
        description = "The values of at least this size, after centring, are the tail.")
    private Double threshold;

    @Option(
        names = "--rule",
        paramLabel = "NAME",
        converter = RuleConverter.class,
        description = {
          "This rule says where the tail begins: fixed-fraction (the default), ks-min,"
              + " double-bootstrap, hall, min-distance, stability, drees-kaufmann, reiss-thomas or"
              + " amse."
        })
    private ThresholdRule rule;
  }

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "File of numbers; - is standard input.")
  private String file;

  @Option(
      names = "--column",
      paramLabel = "C",
      description = "Column of a table: a name of its first line, or a number from 1.")
  private String column;

  @Option(
      names = "--center",
      defaultValue = "none",
      paramLabel = "HOW",
      converter = ChoiceConverter.OfCentre.class,
      description = "Subtract this first: none, median or mean.")
  private Centre centre;

  @Option(
      names = "--tail",
      defaultValue = "abs",
      paramLabel = "SIDE",
      converter = ChoiceConverter.OfTail.class,
      description = "abs (both tails by size), right or left.")
  private Tail tail;

  @ArgGroup(exclusive = true)
  private CutOptions cut;

  @Option(
      names = "--quick",
      description = "Leave out what takes longest: threshold rules and fitted laws.")
  private boolean quick;

  @Option(
      names = "--exact",
      description = {
        "Use the sorted sample. Otherwise the sketch of the live analyzer is used, at its bucket"
            + " edge nearest to the cut."
      })
  private boolean exact;

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
  public EstimateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Optional<Cut> chosen = chosenCut();
    double[] values = NumberFile.read(file, console.in(), Optional.ofNullable(column));
    FileSample sample = FileSample.of(values, centre, tail.side, exact);
    FileReport report;
    try (Progress progress = new Progress(console)) {
      report = FileReport.of(sample, chosen, quick, progress);
    }
    console
        .out()
        .println(format == Format.JSON ? new EstimateJson(report).text() : EstimateText.of(report));
    return 0;
  }

  private Optional<Cut> chosenCut() {
    if (cut == null) {
      return Optional.empty();
    }
    if (cut.k != null) {
      Given.require(cut.k >= 1, "--k must be at least 1", cut.k);
      return Optional.of(new Cut.Count(cut.k));
    }
    if (cut.fraction != null) {
      Given.require(
          cut.fraction > 0 && cut.fraction < 1, "--fraction must be in (0, 1)", cut.fraction);
      return Optional.of(new Cut.Fraction(cut.fraction));
    }
    if (cut.rule != null) {
      return Optional.of(new Cut.Rule(cut.rule));
    }
    boolean usable = cut.threshold > 0 && Double.isFinite(cut.threshold);
    Given.require(usable, "--threshold must be positive and finite", cut.threshold);
    return Optional.of(new Cut.Threshold(cut.threshold));
  }
}
