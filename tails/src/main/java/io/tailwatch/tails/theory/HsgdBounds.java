// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * What is certain about the tail index eta of homogenized SGD (hSGD) for ridge regression, from the
 * eigenvalues alone. That explicit bounds exist, and that hSGD is heavy-tailed although its local
 * noise is Gaussian, is due to Jiao and Keller-Ressel, "Emergence of heavy tails in homogenized
 * stochastic gradient descent" (NeurIPS 2024, arXiv 2402.01382). eta-star is, as far as can be told
 * from that paper's abstract and captions, their upper bound; the other bounds are derived in this
 * project and are not theirs.
 *
 * <p>The bounds are statements about hSGD. SGD itself is often heavier for few dimensions and
 * lighter for many: see {@link KestenIndex}. All numbers are survival exponents, dimensionless.
 * Immutable and thread-safe.
 *
 * @param etaStar upper bound {@code 1 + 2 B (lambda_1 + delta) / (gamma lambda_1^2)}; exact in one
 *     dimension, where hSGD is Student-t with so many degrees of freedom
 * @param normLowerBound lower bound (norm): {@code 2 + min over z in [1/lambda_1, 1/lambda_d] of
 *     (2B/gamma - tr H) z + (2 B delta / gamma) z^2}, from the Euclidean norm as test function. It
 *     may be negative, and then says nothing
 * @param lower the best lower bound of Algorithm A (weighted norms as test functions), in [0,
 *     etaStar]; 0 says nothing
 * @param upper the best upper bound of Algorithm A, in [0, etaStar]; 0 means that there is no
 *     stationary law
 * @param point {@code 0.8 upper + 0.2 lower}: an estimate without guarantee, within 3.5 % of the
 *     exact index where it was compared
 * @param gamma2 the learning rate from which on the variance of hSGD is infinite: {@code 2 B / sum
 *     lambda_i^2 / (lambda_i + delta)}; the index exceeds 2 exactly below it
 * @param certified false when the spectrum has more than 4,096 distinct eigenvalues: {@code lower}
 *     and {@code upper} are then checked on some 130 of them only, so that they are approximate
 */
public record HsgdBounds(
    double etaStar,
    double normLowerBound,
    double lower,
    double upper,
    double point,
    double gamma2,
    boolean certified) {

  /**
   * Computes all bounds. Deterministic. Cost: some hundred evaluations of weights, each quadratic
   * in the number of distinct eigenvalues or in 130, whichever is less, and about ten that are
   * quadratic in their number.
   *
   * @param model a valid model, which cannot make this fail
   */
  public static HsgdBounds of(HsgdModel model) {
    double[] lambda = model.eigenvalues();
    double etaStar = HsgdFormulas.etaStar(model, lambda);
    Spectrum spectrum = Spectrum.of(lambda);
    WeightSearch search = new WeightSearch(spectrum, model, etaStar);
    double lower = clip(search.largestLower().root(), etaStar);
    double upper = clip(search.smallestUpper().root(), etaStar);
    return new HsgdBounds(
        etaStar,
        HsgdFormulas.norm(model, lambda),
        lower,
        upper,
        0.8 * upper + 0.2 * lower,
        gamma2(model, lambda),
        WeightSearch.certifies(spectrum));
  }

  /** Whether hSGD certainly has a stationary law: {@code lower > 0}. */
  public boolean stationary() {
    return lower > 0;
  }

  /**
   * Whether hSGD certainly has none: {@code upper = 0}. Neither this nor {@link #stationary()}
   * holds when the bounds cannot tell.
   */
  public boolean unstable() {
    return upper <= 0;
  }

  private static double clip(double root, double etaStar) {
    return Math.max(0, Math.min(etaStar, root));
  }

  private static double gamma2(HsgdModel model, double[] lambda) {
    double sum = 0;
    for (double value : lambda) {
      sum += value * value / (value + model.ridge());
    }
    return 2 * model.batchSize() / sum;
  }
}
