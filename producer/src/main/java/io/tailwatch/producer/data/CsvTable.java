// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A numeric table as read from a CSV file: at least one row, all values finite. The rows are not
 * copied.
 *
 * @param source what the table was read from, for messages
 * @param columnNames from the header, or {@code c1, c2, …} where there was none
 * @param rows one array per line, in file order
 */
public record CsvTable(String source, List<String> columnNames, double[][] rows) {
  /** Freezes the names. */
  public CsvTable {
    columnNames = List.copyOf(columnNames);
  }

  /**
   * Splits off one column as the target of a least-squares problem.
   *
   * @param targetColumn a column name, or where there is none of that name a column number from 1;
   *     empty means the last column
   * @throws BadDataException if there is no such column, or no other one
   */
  public DataSet withTarget(Optional<String> targetColumn) {
    int columns = columnNames.size();
    if (columns < 2) {
      throw new BadDataException(
          source + ": has one column; a data set needs at least one feature and a target");
    }
    int target = targetColumn.map(this::indexOf).orElse(columns - 1);
    List<String> features = new ArrayList<>(columnNames);
    features.remove(target);
    double[][] featureRows = new double[rows.length][columns - 1];
    double[] targets = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, featureRows[i], 0, target);
      System.arraycopy(rows[i], target + 1, featureRows[i], target, columns - 1 - target);
      targets[i] = rows[i][target];
    }
    return new DataSet(
        source, features, featureRows, targets, "CSV file " + source, Optional.empty());
  }

  private int indexOf(String column) {
    int byName = columnNames.indexOf(column);
    if (byName >= 0) {
      if (Collections.frequency(columnNames, column) > 1) {
        throw new BadDataException(
            source + ": there are several columns \"" + column + "\"; give the column number");
      }
      return byName;
    }
    if (column.matches("\\d{1,6}")) {
      int number = Integer.parseInt(column);
      if (number >= 1 && number <= columnNames.size()) {
        return number - 1;
      }
    }
    throw new BadDataException(
        source + ": there is no column \"" + column + "\"; columns are " + shown());
  }

  private String shown() {
    int limit = 20;
    return columnNames.size() <= limit
        ? String.join(", ", columnNames)
        : String.join(", ", columnNames.subList(0, limit)) + ", … (" + columnNames.size() + ")";
  }
}
