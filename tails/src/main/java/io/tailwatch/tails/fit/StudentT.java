// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Student's t with location and scale, density proportional to {@code (1 + z^2/nu)^(-(nu+1)/2)}
 * with {@code z = (x - location) / scale}. The tail index is nu: P(|X| &gt; x) ~ x^-nu. The scale
 * is not the standard deviation, which is {@code scale sqrt(nu / (nu - 2))} for nu above 2.
 *
 * <p>The log density is accurate at every double; {@link #cumulative} in relative terms left of the
 * location, in absolute terms right of it (use the symmetry there). Quantiles that are not a double
 * are infinite. Immutable and thread-safe.
 */
public final class StudentT implements Law {
  /** Above this, nu is no number to show: no sample of a usual size tells the law from Gaussian. */
  public static final double GREATEST_REPORTED_NU = 200;

  private final StandardT standard;
  private final double location;
  private final double scale;
  private final double logScale;

  /**
   * A law of given parameters.
   *
   * @param nu degrees of freedom, positive, not only whole; positive infinity is the Gaussian law
   * @param location centre and median, finite
   * @param scale positive and finite, in the units of the location
   * @throws IllegalArgumentException if a parameter is outside its range
   */
  public StudentT(double nu, double location, double scale) {
    Parameters.location("location", location);
    Parameters.positive("scale", scale);
    this.standard = new StandardT(nu);
    this.location = location;
    this.scale = scale;
    this.logScale = Math.log(scale);
  }

  /** Degrees of freedom, and tail index; may be positive infinity. */
  public double nu() {
    return standard.nu();
  }

  /** The degrees of freedom, empty above {@link #GREATEST_REPORTED_NU}. */
  public OptionalDouble reportedNu() {
    return nu() > GREATEST_REPORTED_NU ? OptionalDouble.empty() : OptionalDouble.of(nu());
  }

  /** Centre, median, and mean where there is one. */
  public double location() {
    return location;
  }

  /** The unit of z, in the units of x. */
  public double scale() {
    return scale;
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT, "t(nu %s, location %.4g, scale %.4g)", nuText(nu()), location, scale);
  }

  @Override
  public int parameters() {
    return 3;
  }

  @Override
  public double logDensity(double x) {
    return standard.logDensity(standardised(x)) - logScale;
  }

  @Override
  public double cumulative(double x) {
    return standard.cumulative(standardised(x));
  }

  @Override
  public double quantile(double p) {
    return location + scale * standard.quantile(p);
  }

  @Override
  public ContinuousSampler sampler(UniformRandomProvider random) {
    ContinuousSampler sampler = standard.sampler(random);
    return () -> location + scale * sampler.sample();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StudentT that
        && nu() == that.nu()
        && location == that.location
        && scale == that.scale;
  }

  @Override
  public int hashCode() {
    return Objects.hash(nu(), location, scale);
  }

  @Override
  public String toString() {
    return description();
  }

  static String nuText(double nu) {
    return nu > GREATEST_REPORTED_NU ? "> 200" : String.format(Locale.ROOT, "%.4g", nu);
  }

  private double standardised(double x) {
    return Parameters.standardised(x, location, scale);
  }
}
