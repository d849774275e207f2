// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sequential rule of Drees and Kaufmann (1998, Stoch. Proc. Appl. 75, 149-172). Where the
 * readings wander farther than chance can explain, bias has set in:
 *
 * <pre>kbar(r) = min{k : max over i &lt;= k of sqrt(i) |H(i) - H(k)| &gt; r},   r = 2.5 g0 n^(1/4),
 * k0 = (2 g0^2)^(1/3) / 3 (kbar(r^0.7) / kbar(r)^0.7)^(1/0.3),   g0 = H(2 sqrt n),</pre>
 *
 * <p>with rho fixed at -1. Where no k passes, r shrinks by a tenth, at most {@value #MAX_SHRINKS}
 * times. Undefined when the largest 2 sqrt n samples are one value. Of a sketch i and k run over
 * its edges, so that what passes between two edges is seen at the next. Cost: one pass per r.
 */
public final class DreesKaufmann implements ThresholdRule {
  /** How often r shrinks at most: to 1e-9 of what it was. */
  public static final int MAX_SHRINKS = 200;

  private static final double SHRINK = 0.9;
  private static final double WIDTH = 2.5;
  private static final double XI = 0.7;

  @Override
  public String name() {
    return "drees-kaufmann";
  }

  /** Diagnostics: {@code pilot}, the reading at 2 sqrt n, and {@code r}. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    double n = profile.sampleSize();
    if (profile.size() == 0) {
      return ThresholdChoice.at(profile, -1, Map.of());
    }
    double pilot = profile.moment(profile.nearest(2 * StrictMath.sqrt(n)), 1);
    if (!(pilot > 0)) {
      return new ThresholdChoice.None("the largest 2 sqrt n samples are all one value");
    }
    double r = WIDTH * pilot * StrictMath.pow(n, 0.25);
    for (int i = 0; i < MAX_SHRINKS; i++, r *= SHRINK) {
      long far = firstBeyond(profile, r);
      long near = firstBeyond(profile, StrictMath.pow(r, XI));
      if (far > 0 && near > 0) {
        double k =
            StrictMath.cbrt(2 * pilot * pilot)
                / 3
                * StrictMath.pow(near / StrictMath.pow(far, XI), 1 / (1 - XI));
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("pilot", 1 / pilot);
        diagnostics.put("r", r);
        return ThresholdChoice.at(
            profile, profile.nearest(Math.min(n, Math.max(1, k))), diagnostics);
      }
    }
    return new ThresholdChoice.None("the readings do not wander at any k");
  }

  /** kbar(r), or 0 where no k passes: H(k) leaves the band that the readings before leave open. */
  private static long firstBeyond(TailProfile profile, double r) {
    double lower = Double.NEGATIVE_INFINITY;
    double upper = Double.POSITIVE_INFINITY;
    for (int i = 0; i < profile.size(); i++) {
      double hill = profile.moment(i, 1);
      if (hill < lower || hill > upper) {
        return profile.exceedances(i);
      }
      double reach = r / StrictMath.sqrt(profile.exceedances(i));
      lower = Math.max(lower, hill - reach);
      upper = Math.min(upper, hill + reach);
    }
    return 0;
  }
}
