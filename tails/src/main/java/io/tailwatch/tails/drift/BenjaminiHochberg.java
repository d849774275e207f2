// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.drift;

import java.util.Arrays;

/**
 * Which of many tests to believe (Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57, 289-300):
 * with the p-values in ascending order, the first i of m, for the largest i with p_(i) &lt;= q i /
 * m. Of those found, at most a share q is false on average, for independent or positively dependent
 * tests, as the series of one run are. Stateless and thread-safe. Cost: one sort.
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * Marks the tests to believe; equal p-values share their fate.
   *
   * @param pValues each in [0, 1], in any order; not changed; none gives none
   * @param rate q, the share of false ones that is accepted, in (0, 1)
   */
  public static boolean[] discoveries(double[] pValues, double rate) {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be in (0, 1): was " + rate);
    }
    double[] ascending = pValues.clone();
    Arrays.sort(ascending);
    double limit = -1;
    for (int i = 0; i < ascending.length; i++) {
      double p = ascending[i];
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("pValues must be in [0, 1]: was " + p);
      }
      if (p <= rate * (i + 1) / ascending.length) {
        limit = p;
      }
    }
    boolean[] found = new boolean[pValues.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = pValues[i] <= limit;
    }
    return found;
  }
}
