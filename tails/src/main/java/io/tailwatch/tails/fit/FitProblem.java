// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

/** Why a sample has no fit. */
public enum FitProblem {
  /** Fewer values than the fit needs. */
  TOO_FEW("too-few"),
  /** NaN or an infinity among the values. */
  NOT_FINITE("not-finite"),
  /** All values are equal. */
  CONSTANT("constant"),
  /** Many values are identical: the likelihood has no maximum as the scale goes to zero. */
  UNBOUNDED_LIKELIHOOD("unbounded-likelihood"),
  /** A parameter of the fit, or a ratio it needs, is not a normal double. */
  OUT_OF_RANGE("out-of-range"),
  /** Too many samples in one bucket of a sketch: what is finer than that cannot be seen. */
  TOO_COARSE("too-coarse"),
  /** The nearest law of the family is far from the sample. */
  NO_FIT("no-fit"),
  /** The bounded number of iterations ended before the parameters settled. */
  NOT_CONVERGED("not-converged");

  private final String code;

  FitProblem(String code) {
    this.code = code;
  }

  /** The word used on the wire and in messages. */
  public String code() {
    return code;
  }
}
