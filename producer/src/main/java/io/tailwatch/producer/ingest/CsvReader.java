// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads a table, one vector a line. Fields may stand in double quotes, a quote among them doubled,
 * but must end with their line. Empty lines, lines that begin with {@code #}, and repetitions of
 * the header (of a training that was started again and goes on in the same file) are skipped.
 */
final class CsvReader implements RecordReader {
  private final String source;
  private final InputLayout layout;
  private final LineReader lines;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private char delimiter;
  private String header = "";
  private List<String> names = List.of();
  private Optional<CsvColumns> columns = Optional.empty();

  CsvReader(String source, InputStream in, InputLayout layout) {
    this.source = source;
    this.layout = layout;
    this.lines = new LineReader(source, in);
  }

  @Override
  public boolean read(VectorRecord record) throws IOException, BadRecordException {
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      if (lines.isBinary()) {
        throw lines.notText();
      }
      String line = lines.text();
      if (line.startsWith("#") || (!header.isEmpty() && line.equals(header))) {
        continue;
      }
      if (columns.isEmpty()) {
        delimiter = layout.delimiter().orElseGet(() -> delimiterOf(line));
        split(line);
        if (isHeader()) {
          header = line;
          names = List.copyOf(fields);
          columns = Optional.of(CsvColumns.of(source, layout, names));
          continue;
        }
        names = IntStream.rangeClosed(1, fields.size()).mapToObj(Integer::toString).toList();
        columns = Optional.of(CsvColumns.of(source, layout, names));
      } else {
        split(line);
      }
      fill(record, columns.orElseThrow());
      return true;
    }
    return false;
  }

  private static char delimiterOf(String line) {
    for (char candidate : new char[] {',', ';', '\t'}) {
      if (line.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return ' ';
  }

  private boolean isHeader() {
    return switch (layout.header()) {
      case YES -> true;
      case NO -> false;
      case AUTO -> fields.stream().noneMatch(text -> NumberText.parse(text).isPresent());
    };
  }

  private void split(String text) throws BadRecordException {
    // Blanks are padding around other delimiters, and one delimiter however many there are.
    String line = delimiter == ' ' ? text.strip() : text;
    fields.clear();
    field.setLength(0);
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c != delimiter || quoted) {
        field.append(c);
      } else if (c != ' ' || line.charAt(i - 1) != ' ') {
        endField();
      }
    }
    if (quoted) {
      throw new BadRecordException(
          lines.place() + ": a quote is not closed; a field must end with its line");
    }
    endField();
  }

  private void endField() {
    if (fields.size() >= 2 * InputLayout.MAX_DIMENSION) {
      throw new BadDataException(
          lines.place() + ": has more than " + 2 * InputLayout.MAX_DIMENSION + " fields");
    }
    fields.add(field.toString().strip());
    field.setLength(0);
  }

  private void fill(VectorRecord record, CsvColumns wanted) throws BadRecordException {
    if (fields.size() != names.size()) {
      throw new BadRecordException(
          lines.place()
              + ": has "
              + fields.size()
              + (fields.size() == 1 ? " field" : " fields")
              + " where the first line has "
              + names.size()
              + "; fix or remove the line");
    }
    record.clear();
    double[] values = record.valuesOf(wanted.values().length);
    for (int i = 0; i < values.length; i++) {
      values[i] = number(wanted.values()[i]);
    }
    record.step = step(wanted.step());
    record.learningRate = learningRate(wanted.learningRate());
  }

  private double number(int column) throws BadRecordException {
    OptionalDouble number = NumberText.parse(fields.get(column));
    if (number.isEmpty()) {
      throw bad(column, "is not a number; fix or remove the line, or choose other columns");
    }
    return number.getAsDouble();
  }

  private long step(OptionalInt column) throws BadRecordException {
    if (column.isEmpty()) {
      return VectorRecord.NO_STEP;
    }
    double value = number(column.getAsInt());
    if (!Steps.isStep(value)) {
      throw bad(column.getAsInt(), "is no step: a " + Steps.RULE);
    }
    return (long) value;
  }

  private double learningRate(OptionalInt column) throws BadRecordException {
    if (column.isEmpty()) {
      return 0;
    }
    double value = number(column.getAsInt());
    if (!(value > 0) || Double.isInfinite(value)) {
      throw bad(column.getAsInt(), "is no learning rate: it must be positive and finite");
    }
    return value;
  }

  private BadRecordException bad(int column, String what) {
    String name = header.isEmpty() ? "" : " (" + NumberText.shown(names.get(column)) + ")";
    return new BadRecordException(
        lines.place()
            + ", column "
            + (column + 1)
            + name
            + ": \""
            + NumberText.shown(fields.get(column))
            + "\" "
            + what);
  }

  @Override
  public String place() {
    return lines.place();
  }

  /** Decimal numbers have no type of their own. */
  @Override
  public DataType dataType() {
    return DataType.DATA_TYPE_FLOAT64;
  }
}
