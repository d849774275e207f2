// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

/** Density and distribution of a stable law with scale 1 and location 0 in Nolan's S0. */
interface StandardStable {
  /** Density at x, not negative. */
  double density(double x);

  /** Its natural logarithm. */
  default double logDensity(double x) {
    return Math.log(density(x));
  }

  /** P(X &lt;= x). */
  double lower(double x);

  /** P(X &gt; x). */
  double upper(double x);

  /** All three. */
  default Point at(double x) {
    return new Point(density(x), lower(x), upper(x));
  }

  /** Density and distribution at a point. */
  record Point(double density, double lower, double upper) {
    /** At minus the point, for the law of minus the variable. */
    Point mirrored() {
      return new Point(density, upper, lower);
    }
  }

  /** The law, by Nolan's integrals. */
  static StandardStable exact(double alpha, double beta) {
    return NolanStable.of(alpha, beta);
  }
}
