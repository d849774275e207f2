// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.report;

import java.util.List;

/**
 * A table of results, in Markdown that is aligned, so that it can be read as it is.
 *
 * @param id names its place in a page: {@code <!-- table:id -->}
 * @param columns headings; the first column is text, the others are numbers
 * @param rows cells, as many as there are columns
 */
public record ResultTable(String id, List<String> columns, List<List<String>> rows) {
  /** Checks that every row has as many cells as there are columns. */
  public ResultTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "rows of %s must have %d cells: was %s".formatted(id, columns.size(), row));
      }
    }
  }

  /** The table, ending with a line feed. */
  public String markdown() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              columns.get(i).length(),
              rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    var text = new StringBuilder();
    line(text, columns, widths);
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "|" : "").append('-').append("-".repeat(widths[i]));
      text.append(i == 0 ? "-|" : ":|");
    }
    text.append('\n');
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      text.append(i == 0 ? "| " + cells.get(i) + padding : " " + padding + cells.get(i));
      text.append(" |");
    }
    text.append('\n');
  }
}
