// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import io.tailwatch.tails.estimate.threshold.FixedFraction;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;

/** Where the tail begins. */
sealed interface Cut {

  /** The k largest values. */
  record Count(int k) implements Cut {}

  /** A share of the values, in (0, 1). */
  record Fraction(double f) implements Cut {}

  /** All values of at least this size. */
  record Threshold(double u) implements Cut {}

  /** What a rule chooses. */
  record Rule(ThresholdRule rule) implements Cut {}

  /** The live analyzer's choice for n values. */
  static Cut standard(long n) {
    return new Fraction(
        n < FixedFraction.LARGE_SAMPLE
            ? FixedFraction.SMALL_SAMPLE_FRACTION
            : FixedFraction.LARGE_SAMPLE_FRACTION);
  }
}
