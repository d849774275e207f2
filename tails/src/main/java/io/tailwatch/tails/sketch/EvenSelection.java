// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.Arrays;

/** Chooses a few of many points so that a curve through them still looks the same. */
public final class EvenSelection {
  private EvenSelection() {}

  /**
   * Indices of at most {@code most} points, ascending, about evenly spaced by position; the first
   * and the last are among them. All of them when there are no more than that.
   *
   * @param positions where the points lie, never falling, all finite
   * @param most at least 2
   */
  public static int[] of(double[] positions, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("most must be at least 2: was " + most);
    }
    int n = positions.length;
    int[] chosen = new int[Math.min(n, most)];
    if (n <= most) {
      Arrays.setAll(chosen, i -> i);
      return chosen;
    }
    double span = positions[n - 1] - positions[0];
    int taken = 0;
    for (int i = 0; i < n - 1 && taken < most - 1; i++) {
      // The slot that is next to be filled begins here.
      if (positions[i] - positions[0] >= span * taken / (most - 1)) {
        chosen[taken++] = i;
      }
    }
    chosen[taken++] = n - 1;
    return Arrays.copyOf(chosen, taken);
  }
}
