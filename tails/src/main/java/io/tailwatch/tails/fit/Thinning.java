// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Arrays;

/** Every m-th value of a sample, so that what is left is nearly independent. */
final class Thinning {
  private Thinning() {}

  /** The size over the effective size, rounded up; but two values stay where there are two. */
  static int step(int n, double effectiveSize) {
    Parameters.require(effectiveSize > 0, "effectiveSize", "positive", effectiveSize);
    return (int) Math.min(Math.max(1, n - 1), Math.ceil(Math.max(1, n / effectiveSize)));
  }

  /** Values 0, step, 2 step and so on. */
  static double[] every(int step, double[] sample) {
    double[] thinned = new double[sample.length == 0 ? 0 : (sample.length - 1) / step + 1];
    Arrays.setAll(thinned, i -> sample[i * step]);
    return thinned;
  }
}
