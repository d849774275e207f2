// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Failures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads one column of numbers: one number per line, or a table separated by commas, semicolons,
 * tabs or blanks (whichever the first line has, in this order), with or without a header line.
 *
 * <p>Empty lines and lines that begin with {@code #} are skipped. {@code nan}, {@code inf} in any
 * case, and missing values of a table (empty, {@code NA}) are kept as non-finite values, to be
 * counted. Anything else that is not a number is an error with its line, control characters of a
 * binary file included. Values are held in memory, 8 bytes each. Single use.
 */
final class NumberFile {

  private static final Set<String> MISSING = Set.of("", "na", "n/a", "null", "none", "nan");
  private static final int SHOWN = 30;

  private final String source;
  private final Optional<String> column;
  private double[] values = new double[1024];
  private int size;
  private char separator;
  private int columns;
  private int wanted;
  private int lineNumber;
  private String header = "";

  private NumberFile(String source, Optional<String> column) {
    this.source = source;
    this.column = column;
  }

  /**
   * All values of a column, in file order.
   *
   * @param file a path, or {@code -} for {@code standardInput}
   * @param column name, else number from 1; may be empty where there is one column
   * @throws CommandFailure for a file that cannot be read or holds no numbers (bad data), or a
   *     table without {@code column} (usage)
   */
  static double[] read(String file, InputStream standardInput, Optional<String> column) {
    boolean standard = file.equals("-");
    var reader = new NumberFile(standard ? "standard input" : file, column);
    if (standard) {
      return reader.readAll(standardInput);
    }
    if (Files.isDirectory(Path.of(file))) {
      throw CommandFailure.badData(file + ": is a directory; give a file");
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return reader.readAll(in);
    } catch (IOException e) {
      throw CommandFailure.badData("cannot read " + file + ": " + Failures.reason(e));
    }
  }

  private double[] readAll(InputStream in) {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lineNumber++;
        accept(lineNumber == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
      }
    } catch (IOException e) {
      throw CommandFailure.badData("cannot read " + source + ": " + Failures.reason(e));
    }
    if (size == 0) {
      throw CommandFailure.badData(source + ": holds no numbers" + headerNote());
    }
    return Arrays.copyOf(values, size);
  }

  private void accept(String line) {
    if (line.chars().anyMatch(NumberFile::isBinary)) {
      throw bad("is not text", "give a file of numbers");
    }
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    boolean first = columns == 0;
    if (first) {
      separator = separatorOf(line);
    }
    List<String> fields = split(line);
    if (first) {
      columns = fields.size();
      wanted = wantedColumn(fields);
      if (isHeader(fields)) {
        header = "line " + lineNumber + ", \"" + shown(line.strip()) + "\"";
        return;
      }
    }
    if (fields.size() != columns) {
      throw bad(
          "has " + Words.values(fields.size()) + " where the first line has " + columns,
          "fix the line");
    }
    String field = fields.get(wanted);
    add(number(field).orElseThrow(() -> bad("\"" + shown(field) + "\" is not a number", advice())));
  }

  private String advice() {
    return (columns == 1 ? "remove the line" : "remove the line or choose another --column")
        + headerNote();
  }

  /** Before the first number, a header that was none is the likely mistake. */
  private String headerNote() {
    return size > 0 || header.isEmpty() ? "" : " (" + header + ", was taken as a header)";
  }

  private static boolean isBinary(int c) {
    return Character.isISOControl(c) && !Character.isWhitespace(c);
  }

  /** The first line names its columns when the wanted field, or the wanted name, is text. */
  private boolean isHeader(List<String> fields) {
    return number(fields.get(wanted)).isEmpty() || column.filter(fields::contains).isPresent();
  }

  private int wantedColumn(List<String> fields) {
    if (column.isEmpty()) {
      if (columns > 1) {
        throw CommandFailure.usage(
            source
                + ": has "
                + columns
                + " columns, choose one with --column: "
                + shown(String.join(", ", fields)));
      }
      return 0;
    }
    String name = column.get();
    int byName = fields.indexOf(name);
    if (byName >= 0) {
      return byName;
    }
    if (name.matches("\\d{1,6}")) {
      int number = Integer.parseInt(name);
      if (number >= 1 && number <= columns) {
        return number - 1;
      }
    }
    throw CommandFailure.badData(
        source
            + ": there is no column \""
            + shown(name)
            + "\" among "
            + columns
            + "; give a name of the first line or a number from 1 (it holds: "
            + shown(String.join(", ", fields))
            + ")");
  }

  private static char separatorOf(String line) {
    for (char candidate : new char[] {',', ';', '\t'}) {
      if (line.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return ' ';
  }

  /** Fields of a line; a separator inside double quotes belongs to its field. */
  private List<String> split(String line) {
    if (separator == ' ') {
      return List.of(line.strip().split("\\s+"));
    }
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return fields;
  }

  /** Empty if it is text; NaN if it is a missing value. */
  private OptionalDouble number(String field) {
    String lower = field.toLowerCase(Locale.ROOT);
    if (MISSING.contains(lower)) {
      return OptionalDouble.of(Double.NaN);
    }
    switch (lower) {
      case "inf", "+inf", "infinity", "+infinity":
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity":
        return OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default:
        break;
    }
    char last = lower.charAt(lower.length() - 1);
    // Java's own suffixes and hexadecimal floats are not numbers to anybody else.
    if (last == 'd' || last == 'f' || lower.indexOf('x') >= 0) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(field));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
    }
    values[size++] = value;
  }

  private CommandFailure bad(String what, String advice) {
    return CommandFailure.badData(source + ", line " + lineNumber + ": " + what + "; " + advice);
  }

  private static String shown(String text) {
    String printable = text.replaceAll("[\\p{Cntrl}\uFFFD]", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
  }
}
