// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.HsgdResult.Index;
import io.tailwatch.tails.theory.HsgdResult.Method;
import io.tailwatch.tails.theory.HsgdResult.NoStationaryLaw;
import io.tailwatch.tails.theory.HsgdResult.Undefined;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;

/**
 * The exact tail index of homogenized SGD (hSGD) for ridge regression: the positive root eta of
 * {@code g(p) = lim (1/t) log E |Y_t|^p} of the homogeneous diffusion, which is convex with {@code
 * g(0) = 0} (moment Lyapunov exponent: Arnold, Kliemann and Oeljeklaus 1986; that it is the tail
 * index: Kesten 1973, Goldie 1991). All directions share it. Three methods, chosen by the number of
 * distinct eigenvalues:
 *
 * <ul>
 *   <li>one: {@code 2 - d + 2B (lambda + delta) / (gamma lambda^2)};
 *   <li>two: the top of the spectrum of the generator on [0, 1] by Chebyshev collocation, to about
 *       1e-9 relative;
 *   <li>more, or if collocation does not converge: particles of the diffusion tilted by the
 *       weighted norm that {@link HsgdBounds} found best, with a standard error.
 * </ul>
 *
 * <p>Without a stationary law there is no index; indexes below 1e-3 count as none. Spectra of more
 * than 1,000 distinct eigenvalues are merged, keeping their trace, which is approximate.
 *
 * <p>Equal arguments give equal bits. Static and thread-safe; single-threaded inside. Cost: at most
 * some ten eigenvalue problems of size 24 to 100 for two distinct eigenvalues; for more, particles
 * times ten times the horizon times the number of distinct eigenvalues normal numbers for each
 * exponent tried, about four of them.
 */
public final class HsgdIndex {
  private static final double SMALLEST = ParticleRoot.SMALLEST;
  private static final double AGREEMENT = 1e-9;
  private static final int[] NODES = {24, 40, 64, 100};
  private static final int EVALUATIONS = 200;
  private static final int LARGEST_SPECTRUM = 1000;

  private HsgdIndex() {}

  /**
   * The index, or why there is none.
   *
   * @param model a valid model
   * @param options amount of work where sampling is needed, seed and callbacks
   * @throws java.util.concurrent.CancellationException once the options' check says so
   */
  public static HsgdResult of(HsgdModel model, HsgdOptions options) {
    double[] lambda = model.eigenvalues();
    double etaStar = HsgdFormulas.etaStar(model, lambda);
    if (!Double.isFinite(etaStar)) {
      return new Undefined("the upper bound of the index leaves the range of numbers");
    }
    HsgdResult result = compute(model, options, lambda, etaStar);
    options.progress().accept(1);
    return result;
  }

  private static HsgdResult compute(
      HsgdModel model, HsgdOptions options, double[] lambda, double etaStar) {
    Spectrum spectrum = Spectrum.of(lambda).atMost(LARGEST_SPECTRUM);
    if (spectrum.values.length == 1) {
      double index = etaStar + 1 - lambda.length;
      return index > 0 ? new Index(index, 0, Method.CLOSED_FORM) : none(index, Method.CLOSED_FORM);
    }
    WeightSearch search = new WeightSearch(spectrum, model, etaStar);
    double upper = Math.min(etaStar, search.smallestUpper().root());
    WeightSearch.Bound best = search.largestLower();
    double lower = Math.min(upper, best.root());
    double[] weights = best.weights();
    if (!Double.isFinite(lower) || !Double.isFinite(upper)) {
      return new Undefined("the bounds of the index leave the range of numbers");
    }
    if (spectrum.values.length == 2) {
      Optional<HsgdResult> result = collocation(spectrum, model, weights, lower, upper);
      if (result.isPresent()) {
        return result.get();
      }
    }
    if (upper <= SMALLEST) {
      return none(upper, Method.PARTICLES);
    }
    TiltedProblem problem = new TiltedProblem(spectrum, model, weights);
    return new ParticleRoot(problem, options).search(lower, upper);
  }

  private static HsgdResult none(double bound, Method method) {
    return new NoStationaryLaw(
        String.format(Locale.ROOT, "moments of no order decay (the root is at most %.4g)", bound),
        method);
  }

  private static Optional<HsgdResult> collocation(
      Spectrum spectrum, HsgdModel model, double[] weights, double lower, double upper) {
    TiltedProblem problem = new TiltedProblem(spectrum, model, weights);
    double before = Double.NaN;
    for (int nodes : NODES) {
      double root = root(new TwoBlockSpectrum(problem, nodes), lower, upper);
      if (Math.abs(root - before) <= AGREEMENT * Math.max(1, root)) {
        return Optional.of(
            root <= SMALLEST
                ? none(SMALLEST, Method.COLLOCATION)
                : new Index(root, 0, Method.COLLOCATION));
      }
      before = root;
    }
    return Optional.empty();
  }

  /** The root of g(p) / p, which increases; {@link #SMALLEST} if that is positive there already. */
  private static double root(TwoBlockSpectrum spectrum, double lower, double upper) {
    // The bounds are roots of Newton's method to 1e-9, on either side of the exact ones.
    double margin = 1e-8 * (1 + upper);
    double from = Math.max(SMALLEST, lower - margin);
    double to = upper + margin;
    if (to <= SMALLEST || spectrum.growthRate(from) >= 0) {
      return from;
    }
    try {
      return new BrentSolver(1e-13, 1e-13, 1e-300)
          .solve(EVALUATIONS, p -> spectrum.growthRate(p) / p, from, to);
    } catch (TooManyEvaluationsException | MathIllegalArgumentException e) {
      // No change of sign, or a value that is not a number: more nodes, or another method.
      return Double.NaN;
    }
  }
}
