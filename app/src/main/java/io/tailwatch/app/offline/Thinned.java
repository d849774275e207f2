// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import java.util.Arrays;

/**
 * Every so many-th value of a sample.
 *
 * @param values in their order
 * @param step 1 keeps all
 */
record Thinned(double[] values, int step) {

  /** Thins to no more than a number of values. */
  static Thinned to(double most, double[] sample) {
    int step = (int) Math.max(1, Math.ceil(sample.length / Math.max(1, most)));
    double[] kept = new double[(sample.length + step - 1) / step];
    Arrays.setAll(kept, i -> sample[i * step]);
    return new Thinned(kept, step);
  }
}
