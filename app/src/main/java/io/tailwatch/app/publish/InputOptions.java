// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.publish;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.producer.ingest.ByteSource;
import io.tailwatch.producer.ingest.CsvHeader;
import io.tailwatch.producer.ingest.InputFormat;
import io.tailwatch.producer.ingest.InputLayout;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the vectors come from and how they are written. A picocli mixin. */
final class InputOptions {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = STANDARD_INPUT,
      description = "What to read; - is standard input.")
  private String file;

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = {
        "ndjson, csv, f32, f64 or npy.",
        "Default: as the name of the file ends (.jsonl is ndjson; .tsv, .txt are csv)."
      })
  private InputFormat format;

  @Option(
      names = "--dimension",
      paramLabel = "D",
      description = {
        "Values of a vector. Default: as many as the first one has; 1 for f32 and f64.",
        "An npy array of one axis is cut into vectors of this length."
      })
  private Integer dimension;

  @Option(
      names = "--column",
      paramLabel = "C",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = {
        "csv: columns of the vector, by name, number from 1, or range such as 2-11; may be"
            + " repeated. Default: all but the next two."
      })
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--step-column",
      paramLabel = "C",
      description = "csv: column with the step. Default: none, lines are numbered.")
  private String stepColumn;

  @Option(
      names = "--learning-rate-column",
      paramLabel = "C",
      description = "csv: column with the learning rate. Default: none.")
  private String learningRateColumn;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = {
        "csv: between values; \\t is a tab. Default: comma, semicolon, tab or"
            + " blank, whichever the first line has, in this order."
      })
  private String delimiter;

  @Option(
      names = "--header",
      paramLabel = "HOW",
      defaultValue = "auto",
      description = {
        "csv: whether the first line names the columns: yes, no, or auto, which is yes if"
            + " none of its fields is a number."
      })
  private CsvHeader header;

  @Option(names = "--big-endian", description = "f32, f64: bytes are in network order.")
  private boolean bigEndian;

  @Option(
      names = "--follow",
      description = {
        "Wait at the end of the file for more, as tail -F does, until Ctrl-C. A file that is"
            + " truncated or replaced is read from its start."
      })
  private boolean follow;

  /**
   * How to read.
   *
   * @throws CommandFailure (usage) if options contradict each other, or a format is missing
   */
  InputLayout layout() {
    InputFormat chosen =
        Optional.ofNullable(format)
            .or(() -> isStandard() ? Optional.empty() : InputFormat.ofFileName(file))
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "--input-format is missing: "
                            + (isStandard()
                                ? "standard input has no name that tells it"
                                : "the name " + file + " does not tell it")
                            + "; ndjson, csv, f32, f64 or npy"));
    boolean csvOnly =
        !columns.isEmpty()
            || stepColumn != null
            || learningRateColumn != null
            || delimiter != null
            || header != CsvHeader.AUTO;
    require(
        chosen == InputFormat.CSV || !csvOnly,
        "--column, --step-column, --learning-rate-column, --delimiter and --header are for csv"
            + " only");
    require(chosen.isRaw() || !bigEndian, "--big-endian is for f32 and f64 only");
    try {
      return new InputLayout(
          chosen,
          dimension == null ? OptionalInt.empty() : OptionalInt.of(dimension),
          columns,
          Optional.ofNullable(stepColumn),
          Optional.ofNullable(learningRateColumn),
          Optional.ofNullable(delimiter).map(InputOptions::character),
          header,
          bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--" + e.getMessage());
    }
  }

  /**
   * What to read.
   *
   * @throws io.tailwatch.producer.data.BadDataException if the file cannot be read
   */
  ByteSource source(InputStream standardInput) {
    require(!follow || !isStandard(), "--follow needs a FILE: standard input is always followed");
    if (isStandard()) {
      return ByteSource.of("standard input", standardInput);
    }
    try {
      Path path = Path.of(file);
      return follow ? ByteSource.ofGrowingFile(path) : ByteSource.ofFile(path);
    } catch (InvalidPathException e) {
      throw CommandFailure.badData(file + ": is no name of a file");
    }
  }

  private boolean isStandard() {
    return file.equals(STANDARD_INPUT);
  }

  private static char character(String text) {
    if (text.equals("\\t")) {
      return '\t';
    }
    require(
        text.length() == 1 && text.charAt(0) != '"',
        "--delimiter must be one character, and no quote: was " + text);
    return text.charAt(0);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw CommandFailure.usage(message);
    }
  }
}
