// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Locale;
import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Student's t with two scales, one on each side of the mode (Fernandez and Steel, 1998, J. Amer.
 * Statist. Assoc. 93, 359-371): with {@code z = (x - location) / scale} the density is {@code
 * 2/(skew + 1/skew) t(z skew)} left of the location and {@code 2/(skew + 1/skew) t(z / skew)} right
 * of it. Then P(X &lt; location) = 1/(1 + skew^2), and both tails have index nu, the right one
 * weighing skew^(2 nu + 2) times the left. A skew of 1 is {@link StudentT}; 1/skew mirrors the law
 * at its location.
 *
 * <p>Chosen before the form of Azzalini and Capitanio (2003) because distribution function,
 * quantiles and sampling stay in closed terms of the t law, which tests and bootstraps need, and
 * because every parameter keeps its meaning at the symmetric law and in the Gaussian limit, where
 * the information of the other form is singular. Its price: the second derivative of the density
 * jumps at the mode. The location is the mode, neither mean nor median.
 *
 * <p>Accuracy as {@link StudentT}; immutable and thread-safe.
 */
public final class SkewStudentT implements Law {
  private final StandardT standard;
  private final double location;
  private final double scale;
  private final double skew;
  private final double logFactor;

  /**
   * A law of given parameters.
   *
   * @param nu degrees of freedom, positive, not only whole; positive infinity is the two-piece
   *     Gaussian law
   * @param location the mode, finite
   * @param scale positive and finite, in the units of the location
   * @param skew positive and finite; above 1 the right side is the heavier
   * @throws IllegalArgumentException if a parameter is outside its range
   */
  public SkewStudentT(double nu, double location, double scale, double skew) {
    Parameters.location("location", location);
    Parameters.positive("scale", scale);
    Parameters.positive("skew", skew);
    this.standard = new StandardT(nu);
    this.location = location;
    this.scale = scale;
    this.skew = skew;
    this.logFactor = Math.log(2 / (skew + 1 / skew)) - Math.log(scale);
  }

  /** Degrees of freedom, and tail index of both sides; may be positive infinity. */
  public double nu() {
    return standard.nu();
  }

  /** The mode. */
  public double location() {
    return location;
  }

  /** The unit of z, in the units of x: the geometric mean of the scales of both sides. */
  public double scale() {
    return scale;
  }

  /** Scale of the right side over {@link #scale}. */
  public double skew() {
    return skew;
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "skew t(nu %s, location %.4g, scale %.4g, skew %.4g)",
        StudentT.nuText(nu()),
        location,
        scale,
        skew);
  }

  @Override
  public int parameters() {
    return 4;
  }

  @Override
  public double logDensity(double x) {
    double z = Parameters.standardised(x, location, scale);
    return standard.logDensity(z < 0 ? z * skew : z / skew) + logFactor;
  }

  @Override
  public double cumulative(double x) {
    double z = Parameters.standardised(x, location, scale);
    return z < 0
        ? 2 * leftMass() * standard.cumulative(z * skew)
        : 1 - 2 * (1 - leftMass()) * standard.cumulative(-z / skew);
  }

  @Override
  public double quantile(double p) {
    double left = leftMass();
    double z =
        p < left
            ? standard.quantile(p / (2 * left)) / skew
            : 0.0 - standard.quantile((1 - p) / (2 * (1 - left))) * skew;
    return location + scale * z;
  }

  @Override
  public ContinuousSampler sampler(UniformRandomProvider random) {
    ContinuousSampler sampler = standard.sampler(random);
    double left = leftMass();
    return () -> {
      double size = Math.abs(sampler.sample());
      return location + scale * (random.nextDouble() < left ? -size / skew : size * skew);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SkewStudentT that
        && nu() == that.nu()
        && location == that.location
        && scale == that.scale
        && skew == that.skew;
  }

  @Override
  public int hashCode() {
    return Objects.hash(nu(), location, scale, skew);
  }

  @Override
  public String toString() {
    return description();
  }

  private double leftMass() {
    return 1 / (1 + skew * skew);
  }
}
