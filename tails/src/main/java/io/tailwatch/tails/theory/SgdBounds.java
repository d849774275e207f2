// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.OptionalDouble;
import org.apache.commons.math3.util.FastMath;

/** Conditions and bounds that follow from the longest row. */
final class SgdBounds {
  private SgdBounds() {}

  /** Whether no batch can move the iterate away, {@code gamma (max |a|^2 + delta) <= 2}. */
  static boolean contracts(FlatRows rows, SgdStep step) {
    return step.momentum() == 0 && reach(rows, step) - 1 <= 1;
  }

  /** {@code B ln n / ln z}; empty when the longest row drawn again and again does not diverge. */
  static OptionalDouble repeatBound(FlatRows rows, SgdStep step) {
    double beta = step.momentum();
    double growth = reach(rows, step) - 1 - beta;
    if (!(growth > 1 + beta)) {
      return OptionalDouble.empty();
    }
    double z = beta == 0 ? growth : growth / 2 + FastMath.sqrt(growth * growth / 4 - beta);
    return OptionalDouble.of(step.batchSize() * FastMath.log(rows.count()) / FastMath.log(z));
  }

  /** {@code gamma (max |a|^2 + delta)}. */
  static double reach(FlatRows rows, SgdStep step) {
    return step.learningRate() * (rows.maximumSquaredLength + step.ridge());
  }
}
