// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.opinion;

import io.tailwatch.tails.estimate.hill.TailProfile;
import java.util.Optional;

/**
 * How fast a tail becomes a power law: the second-order parameters rho &lt; 0 and beta of A(t) =
 * gamma beta t^rho (Hall's class), from nearly the whole sample, k1 = floor(n^0.999).
 *
 * <p>rho after Fraga Alves, Gomes, de Haan (2003, Port. Math. 60, 193-213): with M1, M2, M3 the
 * moments of the log excess, for tau = 1 and, as its limit in logarithms, tau = 0,
 *
 * <pre>T(k) = (M1^tau - (M2/2)^(tau/2)) / ((M2/2)^(tau/2) - (M3/6)^(tau/3)),
 * rho(k) = -|3 (T - 1) / (T - 3)|,</pre>
 *
 * <p>taking the tau whose rho(k) varies less about its median over k in [n^0.995, n^0.999], at k1.
 * beta after Gomes, Martins (2002, Extremes 5, 5-31): with U_i = i ln(X_(i)/X_(i+1)), d(a) the mean
 * of (i/k1)^-a and D(a) that of (i/k1)^-a U_i,
 *
 * <pre>beta = (k1/n)^rho (d(rho) D(0) - D(rho)) / (d(rho) D(rho) - D(2 rho)).</pre>
 *
 * <p>Both take it for granted that nearly all of the sample belongs to Hall's class. Of a sketch k
 * runs over the edges, weighted with their samples, and sums over ranks are taken bucket by bucket,
 * which is exact for D(0). Undefined below {@value #MIN_SAMPLES} samples and without spread. Cost:
 * two powers per sample, or per bucket.
 */
public sealed interface SecondOrder {
  /** The least number of samples. */
  int MIN_SAMPLES = 100;

  /**
   * The parameters.
   *
   * @param rho at most 0
   * @param beta of any sign
   * @param tau which form of rho varied less, 0 or 1
   * @param k the exceedances they were read from
   */
  record Estimated(double rho, double beta, int tau, long k) implements SecondOrder {}

  /**
   * No parameters.
   *
   * @param reason one plain sentence
   */
  record Undefined(String reason) implements SecondOrder {}

  /** The parameters of a profile. */
  static SecondOrder of(TailProfile profile) {
    return new SecondOrderEstimator(profile).estimate();
  }

  /** The parameters, where there are any. */
  default Optional<Estimated> estimated() {
    return this instanceof Estimated estimated ? Optional.of(estimated) : Optional.empty();
  }
}
