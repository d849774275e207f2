// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Optional;

/**
 * The moment estimator (Dekkers, Einmahl, de Haan 1989, Ann. Statist. 17, 1833-1855)
 *
 * <pre>gamma = H + 1 - (1/2) / (1 - H^2 / M2)</pre>
 *
 * <p>with H and M2 the mean and the mean square of the log excess. Unlike Hill's it is consistent
 * for every real gamma, so that light tails read 0 or less instead of a number: it decides whether
 * a tail is heavy at all. Its variance is 1 + gamma^2 over k for gamma &gt;= 0, and
 *
 * <pre>(1-g)^2 (1-2g) (1-g+6g^2) / ((1-3g)(1-4g))   over k for g = gamma &lt; 0</pre>
 *
 * <p>(de Haan, Ferreira 2006, Extreme Value Theory, theorem 3.5.4); both are 1/k at 0. Not
 * invariant to a shift. Undefined when the exceedances are all at one distance from the threshold
 * (H^2 = M2), so always with one of them. On the sketch as exact as M2, 1e-3 of itself at m = 4:
 * see {@link TailProfile}. Stateless and thread-safe; constant cost.
 */
public final class MomentEstimator {
  /** 1 - H^2/M2 below this is rounding: the exceedances are at one distance. */
  private static final double LEAST_SPREAD = 1e-9;

  private MomentEstimator() {}

  /** The estimate at the i-th threshold, with the error of independent exceedances. */
  public static Opinion at(TailProfile profile, int i) {
    return Readable.reasonAgainst(profile, i)
        .orElseGet(() -> at(profile, i, profile.exceedances(i)));
  }

  /**
   * The estimate at the i-th threshold.
   *
   * @param effectiveExceedances how many independent ones would give the same error; positive
   */
  public static Opinion at(TailProfile profile, int i, double effectiveExceedances) {
    if (!(effectiveExceedances > 0)) {
      throw new IllegalArgumentException(
          "effectiveExceedances must be positive: was " + effectiveExceedances);
    }
    Optional<Opinion> reason = Readable.reasonAgainst(profile, i);
    if (reason.isPresent()) {
      return reason.get();
    }
    double hill = profile.moment(i, 1);
    double spread = 1 - hill * (hill / profile.moment(i, 2));
    if (!(spread > LEAST_SPREAD)) {
      return new Opinion.Undefined(
          "the exceedances of the threshold "
              + profile.threshold(i)
              + " all lie at one distance from it");
    }
    double gamma = hill + 1 - 0.5 / spread;
    return new Opinion.Defined(
        gamma, StrictMath.sqrt(variance(gamma) / effectiveExceedances), profile.exceedances(i));
  }

  /** The asymptotic variance of sqrt(k) times the estimate. */
  static double variance(double g) {
    return g >= 0
        ? 1 + g * g
        : (1 - g) * (1 - g) * (1 - 2 * g) * (1 - g + 6 * g * g) / ((1 - 3 * g) * (1 - 4 * g));
  }
}
