// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Optional;

/**
 * The smoothed Hill estimator, avHill (Resnick, Starica 1997, Adv. Appl. Prob. 29, 271-293)
 *
 * <pre>gamma = mean of H(p) over p = k+1 .. 2k</pre>
 *
 * <p>with asymptotic variance gamma^2 (2/(u-1)) (1 - ln u/(u-1)) / k at u = 2, that is 0.614
 * gamma^2/k: steadier from one k to the next than H, at the bias of 2k. Of a sketch H is joined by
 * straight lines between edges, which at m = 4 and k from 250 to 2,000 put gamma wrong by 0.1 to
 * 0.3 % in the root mean square over samples of one law, and by 0.9 % at most (the samples of
 * {@link Pickands}). Stateless and thread-safe. Cost: one pass over the thresholds between.
 */
public final class SmoothedHill {
  /** u, the ratio of the largest p to the least. */
  public static final int SPAN = 2;

  /** The asymptotic variance over that of H(k): 2 - 2 ln 2. */
  static final double VARIANCE = 2 - 2 * StrictMath.log(2);

  private SmoothedHill() {}

  /**
   * The mean over p = k+1 .. 2k.
   *
   * @param k at least 1
   */
  public static Opinion at(TailProfile profile, long k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1: was " + k);
    }
    int last = profile.size() - 1;
    if (last < 0 || k < profile.exceedances(0) || SPAN * k > profile.exceedances(last)) {
      return new Opinion.Undefined(
          "there are no thresholds from " + k + " to " + SPAN * k + " exceedances");
    }
    Optional<Opinion> reason = Readable.reasonAgainst(profile, profile.nearest(SPAN * k));
    if (reason.isPresent()) {
      return reason.get();
    }
    double gamma = new HillCurve(profile).mean(k, SPAN * k);
    return new Opinion.Defined(gamma, gamma * StrictMath.sqrt(VARIANCE / k), k);
  }
}
