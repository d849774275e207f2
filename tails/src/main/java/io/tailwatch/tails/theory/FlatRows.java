// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/** Validated data rows in one array, with their squared lengths. */
final class FlatRows {
  final double[] values;
  final double[] squaredLengths;
  final double maximumSquaredLength;
  private final int dimension;

  private FlatRows(double[] values, double[] squaredLengths, int dimension) {
    this.values = values;
    this.squaredLengths = squaredLengths;
    this.dimension = dimension;
    double maximum = 0;
    for (double length : squaredLengths) {
      maximum = Math.max(maximum, length);
    }
    this.maximumSquaredLength = maximum;
  }

  static FlatRows of(double[][] rows) {
    Require.that(rows.length > 0, "rows", "not empty", rows.length);
    int d = rows[0].length;
    Require.that(d > 0, "row length", "positive", d);
    double[] values = new double[Math.multiplyExact(rows.length, d)];
    double[] lengths = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Require.that(
          rows[i].length == d, "length of row " + i, "that of row 0, " + d, rows[i].length);
      for (int j = 0; j < d; j++) {
        double value = rows[i][j];
        Require.that(Double.isFinite(value), "rows[" + i + "][" + j + "]", "finite", value);
        values[i * d + j] = value;
        lengths[i] += value * value;
      }
      Require.that(Double.isFinite(lengths[i]), "squared length of row " + i, "finite", lengths[i]);
    }
    return new FlatRows(values, lengths, d);
  }

  int count() {
    return squaredLengths.length;
  }

  int dimension() {
    return dimension;
  }
}
