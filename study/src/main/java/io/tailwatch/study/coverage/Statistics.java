// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/** What the tables show of a list of numbers. */
final class Statistics {
  private Statistics() {}

  static double mean(double[] values) {
    return StatUtils.mean(values);
  }

  static double deviation(double[] values) {
    return Math.sqrt(StatUtils.variance(values));
  }

  /** The middle value; infinite ones count. */
  static double median(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    return ascending[ascending.length / 2];
  }
}
