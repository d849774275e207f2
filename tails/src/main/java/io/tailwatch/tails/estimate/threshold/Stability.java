// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.threshold;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.opinion.HillCurve;
import java.util.Map;

/**
 * The eyeball rule: the smallest k behind which the Hill plot lies flat (Danielsson, Ergun, de
 * Haan, de Vries 2016; after Resnick, Starica 1997): of the next w = max(0.01 n, {@value
 * #MIN_WINDOW}) readings alpha(k+1) .. alpha(k+w) a share of {@value #SHARE} lies within {@value
 * #REACH} of alpha(k).
 *
 * <p>The reach is absolute: the rule is lenient for small indices and strict for large ones.
 * Windows longer than {@value #MAX_PLACES} are looked at in as many evenly spaced places, so that
 * the cost is at most {@value #MAX_PLACES} readings per k, and k runs to 0.15 n. Of a sketch k runs
 * over the edges, and H is joined by straight lines between them ({@link HillCurve}). Undefined
 * where no k qualifies.
 */
public final class Stability implements ThresholdRule {
  /** The least window, in ranks. */
  public static final int MIN_WINDOW = 10;

  /** The share of a window that must lie near. */
  public static final double SHARE = 0.9;

  /** How near, in units of the index. */
  public static final double REACH = 0.3;

  /** The most places in which a window is looked at. */
  public static final int MAX_PLACES = 200;

  private static final double WINDOW = 0.01;
  private static final double RANGE = 0.15;

  @Override
  public String name() {
    return "stability";
  }

  /** Diagnostics: {@code window} w. */
  @Override
  public ThresholdChoice choose(TailProfile profile) {
    long n = profile.sampleSize();
    long window = Math.max((long) StrictMath.ceil(WINDOW * n), MIN_WINDOW);
    if (profile.size() == 0) {
      return ThresholdChoice.at(profile, -1, Map.of());
    }
    HillCurve curve = new HillCurve(profile);
    for (int i = 0; i < profile.size(); i++) {
      long k = profile.exceedances(i);
      if (k > RANGE * n || k + window > curve.last()) {
        break;
      }
      if (flat(curve, k, window)) {
        return ThresholdChoice.at(profile, i, Map.of("window", (double) window));
      }
    }
    return new ThresholdChoice.None(
        "no k up to 0.15 n has "
            + SHARE
            + " of the next "
            + window
            + " readings within "
            + REACH
            + " of its own");
  }

  private static boolean flat(HillCurve curve, long k, long window) {
    double reading = 1 / curve.at(k);
    int places = (int) Math.min(window, MAX_PLACES);
    int allowed = places - (int) StrictMath.ceil(SHARE * places);
    int outside = 0;
    for (int j = 1; j <= places && outside <= allowed; j++) {
      double there = 1 / curve.at(k + window * j / places);
      if (!(Math.abs(there - reading) <= REACH)) {
        outside++;
      }
    }
    return outside <= allowed;
  }
}
