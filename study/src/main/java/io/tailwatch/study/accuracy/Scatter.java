// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import java.util.Arrays;
import java.util.List;

/**
 * The readings of one method on independent samples of one law.
 *
 * @param bias mean of ln(index / true index)
 * @param rootMeanSquare of the same
 * @param undefined the share of samples without an estimate, or with one of gamma &lt;= 0
 * @param lowK the k below which a tenth of the samples lies
 * @param medianK the median k
 * @param highK the k above which a tenth lies
 */
record Scatter(
    double bias,
    double rootMeanSquare,
    double undefined,
    double lowK,
    double medianK,
    double highK) {

  /**
   * The scatter of some readings.
   *
   * @param attempts how many samples were tried; the readings are of those with an estimate
   */
  static Scatter of(List<Reader.Reading> readings, int attempts, double trueIndex) {
    double[] errors =
        readings.stream()
            .filter(r -> r.gamma() > 0)
            .mapToDouble(r -> -Math.log(r.gamma() * trueIndex))
            .toArray();
    double[] k = readings.stream().mapToDouble(Reader.Reading::exceedances).sorted().toArray();
    return new Scatter(
        Arrays.stream(errors).average().orElse(Double.NaN),
        Math.sqrt(Arrays.stream(errors).map(e -> e * e).average().orElse(Double.NaN)),
        1 - (double) errors.length / attempts,
        quantile(k, 0.1),
        quantile(k, 0.5),
        quantile(k, 0.9));
  }

  /** The nearest of the sorted values; NaN without any. */
  static double quantile(double[] sorted, double p) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  }
}
