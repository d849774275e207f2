// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import org.apache.commons.math3.util.FastMath;

/**
 * The weights that Algorithm A tries, as a function of the eigenvalue, so that what was found on
 * one spectrum can be used on another with the same first eigenvalue:
 *
 * <pre>
 * w(l) = l / (l + delta - s l^2 (lambda_1 + delta) / lambda_1^2 + tau lambda_1),   s = 1 - e^-x &lt; 1, tau >= 0
 * w(l) = kappa(l) / (l / lambda_1)     of the small-gamma expansion, see {@link HsgdFormulas}
 * </pre>
 *
 * Immutable.
 */
final class WeightFamily {
  /** Beyond this the weights no longer change in double precision; it keeps exp finite. */
  static final double COORDINATE_LIMIT = 40;

  private final double top;
  private final double ridge;

  WeightFamily(double top, double ridge) {
    this.top = top;
    this.ridge = ridge;
  }

  /**
   * One choice from the family.
   *
   * @param expansion whether it is that of the small-gamma expansion; x and log tau do not matter
   *     then
   */
  record Choice(boolean expansion, double x, double logTau) {
    static final Choice EXPANSION = new Choice(true, 0, 0);

    static Choice of(double x, double logTau) {
      return new Choice(false, clip(x), clip(logTau));
    }

    private static double clip(double coordinate) {
      return Math.max(-COORDINATE_LIMIT, Math.min(COORDINATE_LIMIT, coordinate));
    }
  }

  void fill(Choice choice, double[] lambda, double[] weights) {
    if (choice.expansion()) {
      expansion(lambda, weights);
    } else {
      family(1 - FastMath.exp(-choice.x()), FastMath.exp(choice.logTau()), lambda, weights);
    }
  }

  void family(double s, double tau, double[] lambda, double[] weights) {
    double scale = s * (top + ridge) / (top * top);
    for (int k = 0; k < lambda.length; k++) {
      double l = lambda[k];
      weights[k] = l / (l + ridge - scale * l * l + tau * top);
    }
  }

  /** Written without the cancellation in the quotient. */
  private void expansion(double[] lambda, double[] weights) {
    weights[0] = 1;
    for (int k = 1; k < lambda.length; k++) {
      double r = lambda[k] / top;
      double sum = 1 + (lambda[k] + ridge) / (top + ridge);
      weights[k] = 2 * r / (sum + FastMath.sqrt(Math.max(0, sum * sum - 4 * r * r)));
    }
  }
}
