// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads numeric CSV files: UTF-8, comma, semicolon or tab between the values (whichever the first
 * line has, in this order), with or without a header, empty lines skipped, quotes around a value
 * dropped (a separator inside quotes is not supported). The first line is a header when none of its
 * fields is a number.
 *
 * <p>Bounded: at most {@value #MAX_COLUMNS} columns, {@value #MAX_VALUES} values, {@value
 * #MAX_LINE_CHARS} characters a line. Every error is a {@link BadDataException} with file, line,
 * column, value and what to do. Stateless.
 */
public final class CsvData {
  /** Most columns accepted. */
  public static final int MAX_COLUMNS = 10_000;

  /** Most values accepted: 40 MB of doubles, of which standardising holds a few copies. */
  public static final int MAX_VALUES = 5_000_000;

  /** Longest line accepted. */
  public static final int MAX_LINE_CHARS = 1_000_000;

  private CsvData() {}

  /**
   * Reads a data set.
   *
   * @param path the file
   * @param targetColumn name, or number from 1, of the column to learn
   * @throws BadDataException if the file or the column cannot be used
   */
  public static DataSet read(Path path, String targetColumn) {
    return readTable(path).withTarget(Optional.of(targetColumn));
  }

  /**
   * Reads a table without splitting off a target.
   *
   * @param path the file
   * @throws BadDataException if the file cannot be used
   */
  public static CsvTable readTable(Path path) {
    String source = path.toString();
    if (Files.isDirectory(path)) {
      throw new BadDataException(source + ": is a directory; give a CSV file");
    }
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      return parse(source, reader);
    } catch (NoSuchFileException e) {
      throw new BadDataException(source + ": no such file; check the path", e);
    } catch (AccessDeniedException e) {
      throw new BadDataException(source + ": may not be read; check its permissions", e);
    } catch (CharacterCodingException e) {
      throw new BadDataException(source + ": is not UTF-8 text; save it as CSV in UTF-8", e);
    } catch (IOException e) {
      throw new BadDataException(source + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** As {@link #readTable}, from an open reader; {@code source} names it in messages. */
  static CsvTable parse(String source, Reader reader) throws IOException {
    Parser parser = new Parser(source);
    StringBuilder line = new StringBuilder();
    while (parser.nextLine(reader, line)) {
      parser.accept(line.toString());
    }
    return parser.table();
  }

  private static OptionalDouble number(String field) {
    // Java's parser also takes suffixes and hexadecimal ("1d", "0x1p3"), which no CSV means as
    // numbers.
    if (field.isEmpty()
        || "dDfF".indexOf(field.charAt(field.length() - 1)) >= 0
        || field.indexOf('x') >= 0
        || field.indexOf('X') >= 0) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(field));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** State of one pass over one file. */
  private static final class Parser {
    private final String source;
    private final List<double[]> rows = new ArrayList<>();
    private List<String> names = List.of();
    private String separator = ",";
    private int lineNumber;

    Parser(String source) {
      this.source = source;
    }

    boolean nextLine(Reader reader, StringBuilder line) throws IOException {
      line.setLength(0);
      lineNumber++;
      int character = reader.read();
      if (character < 0) {
        return false;
      }
      for (; character >= 0 && character != '\n'; character = reader.read()) {
        if (line.length() >= MAX_LINE_CHARS) {
          throw new BadDataException(
              at() + ": is longer than " + MAX_LINE_CHARS + " characters; is this a CSV file?");
        }
        line.append((char) character);
      }
      return true;
    }

    void accept(String rawLine) {
      String line = rawLine.startsWith("\uFEFF") ? rawLine.substring(1) : rawLine;
      if (line.isBlank()) {
        return;
      }
      if (names.isEmpty()) {
        separator = line.contains(",") ? "," : line.contains(";") ? ";" : "\t";
        String[] fields = split(line);
        if (fields.length > MAX_COLUMNS) {
          throw new BadDataException(
              at() + ": has " + fields.length + " columns; at most " + MAX_COLUMNS);
        }
        if (isHeader(fields)) {
          names = List.of(fields);
          return;
        }
        List<String> numbered = new ArrayList<>();
        for (int j = 1; j <= fields.length; j++) {
          numbered.add("c" + j);
        }
        names = numbered;
      }
      addRow(split(line));
    }

    private String[] split(String line) {
      String[] fields = line.split(separator, -1);
      for (int j = 0; j < fields.length; j++) {
        String field = fields[j].strip();
        boolean quoted = field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"");
        fields[j] = quoted ? field.substring(1, field.length() - 1).strip() : field;
      }
      return fields;
    }

    private static boolean isHeader(String[] fields) {
      for (String field : fields) {
        if (number(field).isPresent()) {
          return false;
        }
      }
      return true;
    }

    private void addRow(String[] fields) {
      if (fields.length != names.size()) {
        throw new BadDataException(
            at()
                + ": has "
                + fields.length
                + " values where the first line has "
                + names.size()
                + "; fix or remove the line");
      }
      if ((rows.size() + 1L) * fields.length > MAX_VALUES) {
        throw new BadDataException(
            at() + ": more than " + MAX_VALUES + " values; take a sample of the rows");
      }
      double[] row = new double[fields.length];
      for (int j = 0; j < fields.length; j++) {
        double value = number(fields[j]).orElse(Double.NaN);
        if (!Double.isFinite(value)) {
          throw new BadDataException(
              at()
                  + ", column "
                  + names.get(j)
                  + ": \""
                  + shortened(fields[j])
                  + "\" is not a finite number; remove the "
                  + (rows.isEmpty() ? "column or the line" : "line or impute the value"));
        }
        row[j] = value;
      }
      rows.add(row);
    }

    CsvTable table() {
      if (rows.isEmpty()) {
        throw new BadDataException(
            source + ": holds no numbers; give a CSV file with at least one row of numbers");
      }
      return new CsvTable(source, names, rows.toArray(double[][]::new));
    }

    private String at() {
      return source + ", line " + lineNumber;
    }

    private static String shortened(String field) {
      return field.length() <= 30 ? field : field.substring(0, 30) + "…";
    }
  }
}
