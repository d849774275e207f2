// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.IndexStatement.Kind;
import java.util.Locale;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * Closed forms for the tail index eta of homogenized SGD (hSGD), each with what it proves. With
 * {@code lambda_1 >= ... >= lambda_d} and {@code eta-star = 1 + 2 B (lambda_1 + delta) / (gamma
 * lambda_1^2)}:
 *
 * <pre>
 * etaStar              eta &lt;= eta-star; equality in one dimension (Jiao and Keller-Ressel, NeurIPS 2024)
 * norm                 eta >= 2 + min over z in [1/lambda_1, 1/lambda_d] of (2B/gamma - tr H) z + (2 B delta/gamma) z^2
 * lossNorm             eta >= min_i 2 + (2B (lambda_i + delta)/gamma - sum_j lambda_j^2) / lambda_i^2
 * intrinsicDimension   eta >= eta-star - (tr H / lambda_1 - 1), if gamma &lt;= 2B / tr H
 * secular              the p with sum_k lambda_k^2 / A_k = 1, A_k = 2B (lambda_k + delta)/gamma - (p - 2) lambda_k^2 > 0
 * expansion            eta-star - sum_{k>=2} kappa_k + O(gamma)
 *                      kappa_k = (1 + rho_k - sqrt((1 + rho_k)^2 - 4 r_k^2)) / 2
 *                      r_k = lambda_k / lambda_1, rho_k = (lambda_k + delta) / (lambda_1 + delta)
 * </pre>
 *
 * All but the first are derived in this project. The secular estimate makes the drift of a weighted
 * norm vanish at all vertices of the simplex (see {@link HsgdBounds}). It is exact for equal
 * eigenvalues and at eta = 2, a bound where the weights' coefficients are ordered alike or
 * oppositely, and otherwise within -12 % and +4 % where it was compared. The expansion is for small
 * gamma: it errs badly when the sum of kappas is not small beside eta-star.
 *
 * <p>Cost: O(d) for each, some ten times that for the secular root. Immutable and thread-safe.
 *
 * @param etaStar upper bound
 * @param norm lower bound from the Euclidean norm; may be negative
 * @param lossNorm lower bound from the norm weighted by the eigenvalues; mostly negative unless
 *     gamma is small and the eigenvalues are similar
 * @param intrinsicDimension lower bound by the intrinsic dimension {@code tr H / lambda_1}; empty
 *     above {@code gamma = 2B / tr H}
 * @param secular the secular root, of whatever kind it is here; at most 0 means that it predicts no
 *     stationary law
 * @param expansion the small-gamma expansion; empty when the sum of kappas exceeds a tenth of
 *     eta-star
 * @param kappaSum the sum of kappas, in [0, d - 1]
 */
public record HsgdFormulas(
    IndexStatement etaStar,
    IndexStatement norm,
    IndexStatement lossNorm,
    IndexStatement intrinsicDimension,
    IndexStatement secular,
    IndexStatement expansion,
    double kappaSum) {
  private static final double SMALL_KAPPAS = 0.1;

  /**
   * Evaluates all of them.
   *
   * @param model a valid model, which cannot make this fail
   */
  public static HsgdFormulas of(HsgdModel model) {
    double[] lambda = model.eigenvalues();
    double kappas = kappaSum(lambda, model.ridge());
    double etaStar = etaStar(model, lambda);
    boolean equal = lambda[0] == lambda[lambda.length - 1];
    return new HsgdFormulas(
        IndexStatement.of(lambda.length == 1 ? Kind.EXACT : Kind.UPPER_BOUND, etaStar, ""),
        IndexStatement.of(Kind.LOWER_BOUND, norm(model, lambda), ""),
        IndexStatement.of(equal ? Kind.EXACT : Kind.LOWER_BOUND, lossNorm(model, lambda), ""),
        intrinsicDimension(model, lambda, etaStar),
        secular(model, lambda, etaStar),
        expansion(etaStar, kappas),
        kappas);
  }

  static double etaStar(HsgdModel model, double[] lambda) {
    double top = lambda[0];
    return 1 + 2 * model.batchSize() * (top + model.ridge()) / (model.learningRate() * top * top);
  }

  static double norm(HsgdModel model, double[] lambda) {
    double linear = 2 * model.batchSize() / model.learningRate() - trace(lambda);
    double square = 2 * model.batchSize() * model.ridge() / model.learningRate();
    double least = 1 / lambda[0];
    double most = 1 / lambda[lambda.length - 1];
    double minimum = Math.min(quadratic(linear, square, least), quadratic(linear, square, most));
    double turn = square > 0 ? -linear / (2 * square) : least;
    if (turn > least && turn < most) {
      minimum = Math.min(minimum, quadratic(linear, square, turn));
    }
    return 2 + minimum;
  }

  private static double quadratic(double linear, double square, double z) {
    return (linear + square * z) * z;
  }

  private static double lossNorm(HsgdModel model, double[] lambda) {
    double squares = 0;
    for (double value : lambda) {
      squares += value * value;
    }
    double noise = 2 * model.batchSize() / model.learningRate();
    double least = Double.POSITIVE_INFINITY;
    for (double value : lambda) {
      double bound = (noise * (value + model.ridge()) - squares) / (value * value);
      least = bound < least || Double.isNaN(bound) ? bound : least;
    }
    return 2 + least;
  }

  private static IndexStatement intrinsicDimension(
      HsgdModel model, double[] lambda, double etaStar) {
    double trace = trace(lambda);
    double limit = 2 * model.batchSize() / trace;
    return model.learningRate() <= limit
        ? IndexStatement.of(Kind.LOWER_BOUND, etaStar - (trace / lambda[0] - 1), "")
        : IndexStatement.none(
            Kind.LOWER_BOUND,
            String.format(Locale.ROOT, "holds for learning rates up to 2 B / tr H = %.3g", limit));
  }

  private static double trace(double[] lambda) {
    double trace = 0;
    for (double value : lambda) {
      trace += value;
    }
    return trace;
  }

  private static double kappaSum(double[] lambda, double ridge) {
    double sum = 0;
    for (int k = 1; k < lambda.length; k++) {
      double r = lambda[k] / lambda[0];
      double total = 1 + (lambda[k] + ridge) / (lambda[0] + ridge);
      // The other form of the root: without the cancellation for small r.
      sum += 2 * r * r / (total + Math.sqrt(Math.max(0, total * total - 4 * r * r)));
    }
    return sum;
  }

  private static IndexStatement expansion(double etaStar, double kappas) {
    return kappas <= SMALL_KAPPAS * etaStar
        ? IndexStatement.of(Kind.ESTIMATE, etaStar - kappas, "")
        : IndexStatement.none(
            Kind.ESTIMATE,
            String.format(
                Locale.ROOT, "the sum of kappas, %.3g, is not small beside %.3g", kappas, etaStar));
  }

  /**
   * With {@code T_k = 2B (lambda_k + delta) / (gamma lambda_k^2)} and {@code p = 1 + eta-star - u}
   * the equation reads {@code sum 1 / (T_k - T_1 + u) = 1}, whose root u lies in [1, d].
   */
  private static IndexStatement secular(HsgdModel model, double[] lambda, double etaStar) {
    double[] above = new double[lambda.length];
    double noise = 2 * model.batchSize() / model.learningRate();
    double top = (lambda[0] + model.ridge()) / (lambda[0] * lambda[0]);
    for (int k = 1; k < lambda.length; k++) {
      double own = (lambda[k] + model.ridge()) / (lambda[k] * lambda[k]);
      above[k] = Math.max(0, noise * (own - top));
    }
    if (Double.isNaN(above[lambda.length - 1]) || !Double.isFinite(etaStar)) {
      return IndexStatement.none(Kind.ESTIMATE, "the formula leaves the range of numbers");
    }
    double u = lambda.length;
    if (secularExcess(above, u) < 0) {
      u = new BrentSolver(1e-15, 1e-14, 0).solve(200, x -> secularExcess(above, x), 1, u);
    }
    double p = 1 + etaStar - u;
    return IndexStatement.of(secularKind(lambda, above, u, p), p, "");
  }

  private static double secularExcess(double[] above, double u) {
    double sum = 0;
    for (double value : above) {
      sum += 1 / (value + u);
    }
    // Rounding must not take the sign at the lower end, where the first term alone is 1.
    return u <= 1 ? Math.max(0, sum - 1) : sum - 1;
  }

  /**
   * F is {@code -(c/2)(p - 2) (A_i - A_j)(beta_i - beta_j) t (1 - t)} on an edge, and {@code beta_k
   * = lambda_k^2 / A_k = 1 / (T_k - T_1 + u)} is ordered like lambda.
   */
  private static Kind secularKind(double[] lambda, double[] above, double u, double p) {
    boolean alike = true;
    boolean opposite = true;
    for (int k = 1; k < lambda.length; k++) {
      double before = lambda[k - 1] * lambda[k - 1] * (above[k - 1] + u);
      double here = lambda[k] * lambda[k] * (above[k] + u);
      alike &= here <= before;
      opposite &= here >= before;
    }
    if (p == 2 || (alike && opposite)) {
      return Kind.EXACT;
    }
    if (p <= 0 || alike == opposite) {
      return Kind.ESTIMATE;
    }
    return alike == p > 2 ? Kind.LOWER_BOUND : Kind.UPPER_BOUND;
  }
}
