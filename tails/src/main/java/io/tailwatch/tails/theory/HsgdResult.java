// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * The tail index of homogenized SGD, or why there is none. Immutable and thread-safe.
 *
 * @see HsgdIndex
 */
public sealed interface HsgdResult {

  /** How an index was computed. */
  enum Method {
    /** Equal eigenvalues: {@code 2 - d + 2B (lambda + delta) / (gamma lambda^2)}. */
    CLOSED_FORM,
    /** Two distinct eigenvalues: an eigenvalue problem on an interval, solved to rounding. */
    COLLOCATION,
    /** Algorithm B: particles of a tilted diffusion, with a sampling error. */
    PARTICLES
  }

  /**
   * There is an index.
   *
   * @param value eta, the survival exponent, positive and dimensionless
   * @param standardError of the value, from independent populations; 0 unless the method is {@link
   *     Method#PARTICLES}. It does not hold the bias of the time step, at most about 0.1 %
   * @param method how it was computed
   */
  record Index(double value, double standardError, Method method) implements HsgdResult {}

  /**
   * The top Lyapunov exponent is not negative: the iterates have no stationary law, hence no index.
   *
   * @param reason a sentence
   * @param method how that was found
   */
  record NoStationaryLaw(String reason, Method method) implements HsgdResult {}

  /**
   * The index could not be computed.
   *
   * @param reason a sentence
   */
  record Undefined(String reason) implements HsgdResult {}
}
