// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verified numbers in the CSV resources beside this class. */
final class TheoryTables {
  private TheoryTables() {}

  static List<Row> synthetic() {
    return read("synthetic-designs.csv");
  }

  static List<Row> spectra() {
    return read("design-spectra.csv");
  }

  static Row synthetic(String name) {
    return synthetic().stream()
        .filter(row -> row.text("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Row> read(String resource) {
    try (InputStream in = TheoryTables.class.getResourceAsStream(resource)) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      String[] header = lines.get(0).split(",");
      return lines.stream().skip(1).map(line -> row(header, line.split(","))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String[] header, String[] cells) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < header.length; i++) {
      values.put(header[i], cells[i]);
    }
    return new Row(values);
  }

  /** Numbers separated by spaces. */
  static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** One line of a table. */
  record Row(Map<String, String> cells) {
    String text(String column) {
      return cells.get(column);
    }

    double number(String column) {
      return Double.parseDouble(text(column));
    }

    /** Half a unit of the last digit printed, and a tenth of that for a printed tie. */
    double rounding(String column) {
      String text = text(column);
      int decimals = text.contains(".") ? text.length() - text.indexOf('.') - 1 : 0;
      return 0.55 * StrictMath.pow(10, -decimals);
    }

    double[] spectrum(String column) {
      return numbers(text(column));
    }

    int batchSize() {
      return (int) number("batch_size");
    }

    HsgdModel model(double[] eigenvalues) {
      return new HsgdModel(eigenvalues, number("learning_rate"), number("ridge"), batchSize());
    }

    @Override
    public String toString() {
      String first = cells.values().iterator().next();
      return first.length() > 30 ? first.substring(0, 30) + "..." : first;
    }
  }
}
