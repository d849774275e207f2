// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.opinion.BiasReducedHill;
import io.tailwatch.tails.estimate.opinion.SecondOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The k of least asymptotic mean square error of Hill's estimator (Hall, Welsh 1985, Ann. Statist.
 * 13, 331-341) for the estimated {@link SecondOrder} parameters:
 *
 * <pre>k0 = ((1 - rho)^2 n^(-2 rho) / (-2 rho beta^2))^(1/(1 - 2 rho)).</pre>
 *
 * <p>Undefined where those are, and where rho is outside the range in which {@link BiasReducedHill}
 * believes it. A beta near 0, a power law, takes all of the sample. Cost: that of SecondOrder.
 */
public final class Amse implements ThresholdRule {
  @Override
  public String name() {
    return "amse";
  }

  /** Diagnostics: {@code rho}, {@code beta}. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    SecondOrder found = SecondOrder.of(profile);
    return found instanceof SecondOrder.Estimated parameters
        ? choice(profile, parameters.rho(), parameters.beta())
        : new ThresholdChoice.None(((SecondOrder.Undefined) found).reason());
  }

  private static ThresholdChoice choice(TailProfile profile, double rho, double beta) {
    if (!(rho >= BiasReducedHill.LEAST_RHO && rho <= BiasReducedHill.GREATEST_RHO)) {
      return new ThresholdChoice.None(
          "rho "
              + rho
              + " is outside ["
              + BiasReducedHill.LEAST_RHO
              + ", "
              + BiasReducedHill.GREATEST_RHO
              + "]");
    }
    double n = profile.sampleSize();
    double ratio = (1 - rho) * (1 - rho) * StrictMath.pow(n, -2 * rho) / (-2 * rho * beta * beta);
    double k = Math.min(n, Math.max(1, StrictMath.pow(ratio, 1 / (1 - 2 * rho))));
    Map<String, Double> diagnostics = new LinkedHashMap<>();
    diagnostics.put("rho", rho);
    diagnostics.put("beta", beta);
    return ThresholdChoice.at(profile, profile.nearest(k), diagnostics);
  }
}
