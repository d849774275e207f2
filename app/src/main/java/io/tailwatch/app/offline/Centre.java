// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import java.util.Arrays;

/** What is subtracted from the values before their sizes are taken. */
enum Centre {
  /** Nothing. */
  NONE,
  /** The median of the finite values. */
  MEDIAN,
  /** The mean of the finite values. */
  MEAN;

  /** The centre of the values; 0 if none is finite. */
  double of(double[] values) {
    return switch (this) {
      case NONE -> 0;
      case MEDIAN -> median(values);
      case MEAN -> Arrays.stream(values).filter(Double::isFinite).average().orElse(0);
    };
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }
}
