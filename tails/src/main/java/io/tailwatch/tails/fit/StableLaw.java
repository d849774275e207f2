// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Locale;
import java.util.Objects;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.StableSampler;

/**
 * Alpha-stable law in the parametrisation S0 of Nolan (1997, Communications in Statistics:
 * Stochastic Models 13, 759-774): with c = scale and m = location the characteristic function is
 *
 * <pre>
 * E exp(itX) = exp(imt - |ct|^alpha (1 + i beta sign(t) tan(pi alpha/2) (|ct|^(1 - alpha) - 1)))
 * E exp(itX) = exp(imt - |ct| (1 + i beta (2/pi) sign(t) ln|ct|))              for alpha = 1
 * </pre>
 *
 * S0 is continuous in all parameters, which S1 (where {@code X} has mean equal to its location for
 * alpha above 1) is not at alpha = 1; {@link #locationS1} converts. Scale, alpha and beta are the
 * same in both.
 *
 * <p>The tail index is alpha for alpha below 2: P(X &gt; x) ~ (1 + beta) C(alpha) (x/c)^-alpha. At
 * alpha = 2 the law is Gaussian with standard deviation c sqrt 2, and beta means nothing.
 *
 * <p>Density and distribution are Nolan's integrals, for alpha in [0.2, 2] accurate to about 1e-10
 * relative to the density, or to the smaller of lower tail and 1, at every argument; within 0.001
 * of alpha = 1 they are interpolated between the laws there, to about 1e-9. Below alpha = 0.2 no
 * accuracy is stated. One value costs 100 to 300 evaluations of three sines, two logarithms and
 * four exponentials; a copy by {@link #tabulated} needs one logarithm and one spline.
 *
 * <p>Immutable and thread-safe.
 */
public final class StableLaw implements Law {
  private static final int MAX_EVALUATIONS = 300;

  /** sinh of more than this is no double. */
  private static final double LARGEST_ARSINH = 710;

  private final double alpha;
  private final double beta;
  private final double scale;
  private final double location;
  private final StandardStable standard;

  /**
   * A law of given parameters.
   *
   * @param alpha in (0, 2]
   * @param beta skewness in [-1, 1]; 1 has the heavy tail on the right
   * @param scale positive and finite
   * @param location the location of S0, finite
   * @throws IllegalArgumentException if a parameter is outside its range
   */
  public StableLaw(double alpha, double beta, double scale, double location) {
    this(alpha, beta, scale, location, null);
  }

  StableLaw(double alpha, double beta, double scale, double location, StandardStable standard) {
    Parameters.require(alpha > 0 && alpha <= 2, "alpha", "in (0, 2]", alpha);
    Parameters.require(beta >= -1 && beta <= 1, "beta", "in [-1, 1]", beta);
    Parameters.positive("scale", scale);
    Parameters.location("location", location);
    this.alpha = alpha;
    this.beta = beta;
    this.scale = scale;
    this.location = location;
    this.standard = standard == null ? StandardStable.exact(alpha, beta) : standard;
  }

  /** Stability; the tail index where it is below 2. */
  public double alpha() {
    return alpha;
  }

  /** Skewness; undetermined by the law at alpha = 2. */
  public double beta() {
    return beta;
  }

  /** Scale, in the units of x, the same in S0 and S1. */
  public double scale() {
    return scale;
  }

  /** Location in S0. */
  public double location() {
    return location;
  }

  /**
   * Location in S1: the mean for alpha above 1. Grows without bound as alpha tends to 1, unless
   * beta is 0.
   */
  public double locationS1() {
    if (beta == 0) {
      return location;
    }
    double shift =
        alpha == 1 ? 2 / Math.PI * Math.log(scale) : alpha == 2 ? 0 : Math.tan(Math.PI / 2 * alpha);
    return location - beta * scale * shift;
  }

  /**
   * An equal law whose log density and log odds ln(F/(1 - F)) are splines through exact values: 139
   * of them, or 579 for alpha below 1 and beta beyond 0.9 on either side. For alpha of 1 and more
   * the distribution is accurate to about 5e-6 and the log density, where the density exceeds 0.01,
   * to 1e-3; for alpha of 0.5 to 1 to 5e-5 and 1e-2. Where the density is smaller the log density
   * may be off by 0.02: at the edge of laws with beta near 1 or -1, and where the tail leaves a
   * nearly Gaussian body. Fitted laws are of this kind.
   */
  public StableLaw tabulated() {
    return new StableLaw(alpha, beta, scale, location, new SplinedStable(alpha, beta));
  }

  /** An equal law by Nolan's integrals. */
  public StableLaw exact() {
    return new StableLaw(alpha, beta, scale, location);
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "stable(alpha %.4g, beta %.4g, scale %.4g, location %.4g; S0)",
        alpha,
        beta,
        scale,
        location);
  }

  @Override
  public int parameters() {
    return 4;
  }

  @Override
  public double logDensity(double x) {
    return Double.isNaN(x) ? x : standard.logDensity(standardised(x)) - Math.log(scale);
  }

  @Override
  public double cumulative(double x) {
    return Double.isNaN(x) ? x : standard.lower(standardised(x));
  }

  /** P(X &gt; x), with its digits where it is small. */
  public double survival(double x) {
    return Double.isNaN(x) ? x : standard.upper(standardised(x));
  }

  @Override
  public double quantile(double p) {
    if (Double.isNaN(p)) {
      return p;
    }
    Parameters.require(p >= 0 && p <= 1, "p", "in [0, 1]", p);
    return location + scale * standardQuantile(p);
  }

  private double standardQuantile(double p) {
    boolean oneSided = alpha < 1 && Math.abs(beta) == 1;
    double end = oneSided ? -beta * Math.tan(Math.PI / 2 * alpha) : 0;
    if (p == 0) {
      return oneSided && beta > 0 ? end : Double.NEGATIVE_INFINITY;
    }
    if (p == 1) {
      return oneSided && beta < 0 ? end : Double.POSITIVE_INFINITY;
    }
    // In w, x = sinh(w), a power tail is exponential and its logarithm a line.
    double logP = Math.log(p);
    double logQ = Math.log1p(-p);
    UnivariateFunction gap =
        p < 0.5
            ? w -> clamped(Math.log(standard.lower(Math.sinh(w))) - logP)
            : w -> clamped(logQ - Math.log(standard.upper(Math.sinh(w))));
    double low = -1;
    double high = 1;
    while (gap.value(low) > 0) {
      if (low == -LARGEST_ARSINH) {
        return Double.NEGATIVE_INFINITY;
      }
      high = low;
      low = Math.max(-LARGEST_ARSINH, 2 * low);
    }
    while (gap.value(high) < 0) {
      if (high == LARGEST_ARSINH) {
        return Double.POSITIVE_INFINITY;
      }
      low = high;
      high = Math.min(LARGEST_ARSINH, 2 * high);
    }
    return Math.sinh(new BrentSolver(1e-14, 1e-14).solve(MAX_EVALUATIONS, gap, low, high));
  }

  private static double clamped(double value) {
    return Math.max(-1e4, Math.min(1e4, value));
  }

  /** Draws by Chambers, Mallows and Stuck (1976), which Commons RNG has in S0 as well. */
  @Override
  public ContinuousSampler sampler(UniformRandomProvider random) {
    return StableSampler.of(random, alpha, beta, scale, location);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StableLaw that
        && alpha == that.alpha
        && beta == that.beta
        && scale == that.scale
        && location == that.location;
  }

  @Override
  public int hashCode() {
    return Objects.hash(alpha, beta, scale, location);
  }

  @Override
  public String toString() {
    return description();
  }

  private double standardised(double x) {
    return Parameters.standardised(x, location, scale);
  }
}
