// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.interval;

import java.util.OptionalDouble;

/**
 * The extremal index theta of a series, in (0, 1]: exceedances of a high threshold come in clusters
 * of mean size 1/theta. For AR(1) with phi &gt; 0 and noise of index alpha it is 1 - phi^alpha.
 *
 * <p>{@code 1/theta} is a quick factor for the variance of a Hill reading, not a right one: it sees
 * the mean size of clusters and not how much sizes differ, so it is too small ({@link Extremogram}
 * and {@link KernelInterval} are the measures to use). Stateless and thread-safe; cost: one pass
 * over the exceedances.
 */
public final class ExtremalIndex {
  private ExtremalIndex() {}

  /**
   * The intervals estimator (Ferro and Segers 2003, J. R. Statist. Soc. B 65, 545-556) from the N -
   * 1 times T_i between exceedances: {@code 2 (sum T)^2 / ((N-1) sum T^2)} while no T is above 2,
   * otherwise {@code 2 (sum (T-1))^2 / ((N-1) sum (T-1)(T-2))}, and at most 1. Nothing has to be
   * chosen.
   *
   * @return empty below two exceedances
   */
  public static OptionalDouble intervals(Exceedances series) {
    int gaps = series.count() - 1;
    if (gaps < 1) {
      return OptionalDouble.empty();
    }
    int longest = 0;
    for (int i = 0; i < gaps; i++) {
      longest = Math.max(longest, gap(series, i));
    }
    int less = longest > 2 ? 1 : 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < gaps; i++) {
      double t = gap(series, i) - less;
      sum += t;
      squares += t * (t - less);
    }
    return OptionalDouble.of(Math.min(1, 2 * sum * sum / (gaps * squares)));
  }

  /**
   * The runs estimator: clusters / exceedances, a cluster being over when {@code run} steps in a
   * row stay below the threshold.
   *
   * @param run at least 1
   * @return empty without exceedances
   */
  public static OptionalDouble runs(Exceedances series, int run) {
    if (run < 1) {
      throw new IllegalArgumentException("run must be at least 1: was " + run);
    }
    if (series.count() == 0) {
      return OptionalDouble.empty();
    }
    int clusters = 1;
    for (int i = 0; i + 1 < series.count(); i++) {
      clusters += gap(series, i) > run ? 1 : 0;
    }
    return OptionalDouble.of((double) clusters / series.count());
  }

  private static int gap(Exceedances series, int i) {
    return series.time(i + 1) - series.time(i);
  }
}
