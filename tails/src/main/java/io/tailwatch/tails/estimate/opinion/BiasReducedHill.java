// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Locale;
import java.util.Optional;

/**
 * The minimum-variance reduced-bias Hill estimator (Caeiro, Gomes, Pestana 2005, REVSTAT 3,
 * 113-136)
 *
 * <pre>gamma = H (1 - beta (n/k)^rho / (1 - rho))</pre>
 *
 * <p>with the {@link SecondOrder} parameters of the same sample. Its asymptotic variance is that of
 * H, gamma^2/k.
 *
 * <p>The correction is believed only for rho in [{@value #LEAST_RHO}, {@value #GREATEST_RHO}] and
 * when it changes H by less than half of it; else the estimate is H itself and its note says why.
 * It fails where the small values are not like a power law at all, as in shifted samples.
 *
 * <p>Of a sketch at m = 4 the correction differed from that of the sample at the same threshold by
 * at most 2e-4 of gamma for Student's t and Burr laws, and by 3e-3 for Pareto samples, whose least
 * values share one bucket (200 samples of 20,000 and 100,000 at 2 and 5 %). Stateless and
 * thread-safe; constant cost beside that of {@link SecondOrder#of}.
 */
public final class BiasReducedHill {
  /** The least rho that is believed. */
  public static final double LEAST_RHO = -3;

  /** The greatest rho that is believed. */
  public static final double GREATEST_RHO = -0.2;

  private static final double LARGEST_CORRECTION = 0.5;

  private BiasReducedHill() {}

  /** The estimate at the i-th threshold. */
  public static Opinion at(TailProfile profile, int i) {
    return at(profile, i, SecondOrder.of(profile));
  }

  /**
   * The estimate at the i-th threshold.
   *
   * @param parameters of this profile, found once for all its thresholds
   */
  public static Opinion at(TailProfile profile, int i, SecondOrder parameters) {
    Optional<Opinion> reason = Readable.reasonAgainst(profile, i);
    if (reason.isPresent()) {
      return reason.get();
    }
    if (parameters instanceof SecondOrder.Estimated estimated) {
      return corrected(profile, i, estimated);
    }
    return uncorrected(profile, i, ((SecondOrder.Undefined) parameters).reason());
  }

  private static Opinion corrected(TailProfile profile, int i, SecondOrder.Estimated parameters) {
    double rho = parameters.rho();
    if (!(rho >= LEAST_RHO && rho <= GREATEST_RHO)) {
      return uncorrected(
          profile,
          i,
          String.format(Locale.ROOT, "rho %.3g is outside [%s, %s]", rho, LEAST_RHO, GREATEST_RHO));
    }
    double ratio = (double) profile.sampleSize() / profile.exceedances(i);
    double correction = parameters.beta() * StrictMath.pow(ratio, rho) / (1 - rho);
    if (!(Math.abs(correction) < LARGEST_CORRECTION)) {
      return uncorrected(
          profile,
          i,
          String.format(
              Locale.ROOT, "the correction is %.3g of H, half of it or more", correction));
    }
    return opinion(profile, i, profile.moment(i, 1) * (1 - correction), Optional.empty());
  }

  private static Opinion uncorrected(TailProfile profile, int i, String why) {
    return opinion(profile, i, profile.moment(i, 1), Optional.of("this is H, uncorrected: " + why));
  }

  private static Opinion opinion(TailProfile profile, int i, double gamma, Optional<String> note) {
    long k = profile.exceedances(i);
    return new Opinion.Defined(gamma, gamma / StrictMath.sqrt(k), k, note);
  }
}
