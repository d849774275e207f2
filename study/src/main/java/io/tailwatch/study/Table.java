// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study;

import java.util.List;

/**
 * A table of results.
 *
 * @param id names its place in the documentation: {@code <!-- table:id -->}
 * @param columns headings
 * @param rows cells, as many as there are columns; numbers are formatted by the study
 */
public record Table(String id, List<String> columns, List<List<String>> rows) {
  /** Checks that every row has as many cells as there are columns. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "rows of " + id + " must have " + columns.size() + " cells: was " + row);
      }
    }
  }

  /** As a Markdown table; the first column is left-aligned, the others are right-aligned. */
  public String markdown() {
    var text = new StringBuilder();
    line(text, columns);
    text.append('|');
    for (int i = 0; i < columns.size(); i++) {
      text.append(i == 0 ? "---|" : "---:|");
    }
    text.append('\n');
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append('|');
    cells.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
    text.append('\n');
  }
}
