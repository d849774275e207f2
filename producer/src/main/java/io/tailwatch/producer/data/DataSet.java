// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows and targets of a least-squares problem, with name and origin. There is no intercept: real
 * data are used {@linkplain #standardised() standardised}, so that none is needed.
 *
 * <p>The arrays are not copied and must not be changed after construction; then instances are safe
 * to share between threads. Equality is identity of the arrays.
 *
 * @param name short name, as in {@code --data}
 * @param featureNames one per column, in order
 * @param rows n rows of d finite values
 * @param targets n finite values
 * @param origin where the numbers come from, one line
 * @param defaults hyper-parameters that suit it, where known
 */
public record DataSet(
    String name,
    List<String> featureNames,
    double[][] rows,
    double[] targets,
    String origin,
    Optional<Hyperparameters> defaults) {

  /**
   * Checks shapes and values.
   *
   * @throws BadDataException if there are no rows or no features, the lengths differ, or a value is
   *     not finite
   */
  public DataSet {
    featureNames = List.copyOf(featureNames);
    if (rows.length == 0 || featureNames.isEmpty()) {
      throw new BadDataException(
          name
              + ": needs at least one row and one feature: was "
              + rows.length
              + " x "
              + featureNames.size());
    }
    if (targets.length != rows.length) {
      throw new BadDataException(
          name + ": " + rows.length + " rows but " + targets.length + " targets");
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != featureNames.size()) {
        throw new BadDataException(
            name + ": row " + i + " has " + rows[i].length + " values, not " + featureNames.size());
      }
      for (double value : rows[i]) {
        requireFinite(name, i, value);
      }
      requireFinite(name, i, targets[i]);
    }
  }

  private static void requireFinite(String name, int row, double value) {
    if (!Double.isFinite(value)) {
      throw new BadDataException(
          name + ": row " + row + " holds " + value + "; remove or impute it");
    }
  }

  /** Number of rows n. */
  public int size() {
    return rows.length;
  }

  /** Number of features d. */
  public int dimension() {
    return featureNames.size();
  }

  /** The rows as one array, row-major, newly allocated: what an inner loop wants to read. */
  public double[] flatRows() {
    int d = dimension();
    double[] flat = new double[Math.multiplyExact(rows.length, d)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * d, d);
    }
    return flat;
  }

  /**
   * A copy in which every feature and the target have mean 0 and variance 1 (dividing by n, so that
   * the trace of A^T A/n is d). Features that are constant carry no information and are left out.
   * Deterministic: sums run in row order.
   *
   * @throws BadDataException if the target or every feature is constant
   */
  public DataSet standardised() {
    int n = size();
    List<String> keptNames = new ArrayList<>();
    List<double[]> keptColumns = new ArrayList<>();
    for (int j = 0; j < dimension(); j++) {
      double[] column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = rows[i][j];
      }
      if (standardise(column)) {
        keptNames.add(featureNames.get(j));
        keptColumns.add(column);
      }
    }
    double[] scaledTargets = targets.clone();
    if (!standardise(scaledTargets) || keptNames.isEmpty()) {
      throw new BadDataException(
          name
              + ": the "
              + (keptNames.isEmpty() ? "features are all" : "target is")
              + " constant; nothing to learn");
    }
    double[][] scaled = new double[n][keptColumns.size()];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < keptColumns.size(); j++) {
        scaled[i][j] = keptColumns.get(j)[i];
      }
    }
    return new DataSet(name, keptNames, scaled, scaledTargets, origin, defaults);
  }

  /** Standardises in place; false if the values are all equal. */
  private static boolean standardise(double[] values) {
    boolean constant = true;
    double sum = 0;
    for (double value : values) {
      constant &= value == values[0];
      sum += value;
    }
    if (constant) {
      return false;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = StrictMath.sqrt(squares / values.length);
    // A spread below the rounding of the mean, or one that overflows, cannot be scaled to 1.
    if (!(deviation > 0) || !Double.isFinite(deviation)) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - mean) / deviation;
    }
    return true;
  }
}
