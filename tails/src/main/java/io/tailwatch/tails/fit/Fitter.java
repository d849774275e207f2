// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

/**
 * A way to choose the parameters of one family of laws for a sample. Implementations are immutable
 * and thread-safe, leave the sample as it is, end on any input, and give equal results for equal
 * samples, so that a test may refit simulated samples.
 *
 * @param <L> the family
 */
public interface Fitter<L extends Law> {
  /** The family and the method, as people write it: {@code Student t by ECME}. */
  String name();

  /**
   * The fitted law, or why there is none. No value of the sample makes this throw: a sample with
   * values that are not finite is {@link FitProblem#NOT_FINITE}, as leaving them out is the
   * caller's decision.
   */
  FitResult<L> fit(double[] sample);
}
