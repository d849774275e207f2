// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

/** Where the tail begins. */
sealed interface Cut {

  /** Tail fraction below {@link #LARGE} values: a small sample has too few in a thin tail. */
  double SMALL_SAMPLE_FRACTION = 0.02;

  /** Tail fraction of the live analyzer's full window. */
  double LARGE_SAMPLE_FRACTION = 0.005;

  /** From so many values on the sample counts as large. */
  int LARGE = 100_000;

  /** The k largest values. */
  record Count(int k) implements Cut {}

  /** A share of the values, in (0, 1). */
  record Fraction(double f) implements Cut {}

  /** All values of at least this size. */
  record Threshold(double u) implements Cut {}

  /** The live analyzer's choice for n values. */
  static Cut standard(long n) {
    return new Fraction(n < LARGE ? SMALL_SAMPLE_FRACTION : LARGE_SAMPLE_FRACTION);
  }
}
