// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import java.util.List;

/**
 * A kind of window.
 *
 * @param steps its length
 * @param tailFraction f
 */
record Setting(int steps, double tailFraction) {
  static final int LONG = 100_000;
  static final int SHORT = 20_000;

  /** The bar's two and the live default. */
  static final List<Setting> ALL =
      List.of(new Setting(LONG, 0.02), new Setting(LONG, 0.005), new Setting(SHORT, 0.02));
}
