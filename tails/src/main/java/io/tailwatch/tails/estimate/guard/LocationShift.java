// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.guard;

import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;

/**
 * Whether the samples are centred well enough for Hill's estimator, which a shift biases.
 *
 * <p>Samples on both sides of zero (more than 1 % on either): a centre m off zero puts the reading
 * eta of |X| wrong by eta (eta + 1)/2 (m/u)^2 of itself, u the threshold, and that of one side by
 * eta m/u. The median must therefore lie within {@value #BOTH_LIMIT} u, for one side within {@value
 * #SIDE_LIMIT} u; one that is within 3 of its standard errors is taken as zero.
 *
 * <p>Samples on one side have no centre, but a shift still shows. Far: all but 2 % at either end
 * lie within a factor of {@value #FAR_RATIO}, as those of a power law from zero do from an index of
 * 17 on. Lifted: the lower end (the 2 % quantile) is more than half the median, and the log excess
 * of the upper 20 % scatters more than a power law's: M2/H^2, which is 2 with variance 4/k for
 * Pareto and less for light tails and Student's t, exceeds 2 by {@value #ERRORS} standard errors.
 * For Pareto + c it does because the reading falls from nearly infinite to alpha.
 *
 * <p>Pure and thread-safe. Cost: some quantiles of the sketch, or a sort.
 *
 * @param median of the finite samples
 * @param standardError of the median, from the spread between the quartiles; for a normal body
 * @param threshold u
 * @param side which tail is read
 * @param kind what was found
 */
public record LocationShift(
    double median, double standardError, double threshold, TailSide side, Kind kind) {

  /** What was found. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** Two-sided samples whose median lies off zero. */
    OFF_CENTRE,
    /** One-sided samples that are nearly all of one size. */
    FAR,
    /** One-sided samples whose tail looks like that of a law that was moved away from zero. */
    LIFTED
  }

  /** The most that the median may be off for the tails together, in thresholds. */
  public static final double BOTH_LIMIT = 0.1;

  /** The same for one tail. */
  public static final double SIDE_LIMIT = 0.02;

  private static final double TWO_SIDED_SHARE = 0.01;
  private static final double FAR_SHARE = 0.02;
  private static final double FAR_RATIO = 1.25;
  private static final double ERRORS = 3;
  private static final double LIFTED_FRACTION = 0.2;
  private static final double LIFTED_BODY = 0.5;

  /** sqrt(pi/2) over the distance of the quartiles of a standard normal law. */
  private static final double MEDIAN_ERROR =
      StrictMath.sqrt(StrictMath.PI / 2) / (2 * StrictMath.sqrt(2) * Erf.erfInv(0.5));

  /**
   * Of a sketch. An unsigned one counts as one-sided, which it is where that matters.
   *
   * @param threshold of the reading, in size
   * @param dependenceFactor as in {@link LightTail#of(TailProfile, double)}
   */
  public static Optional<LocationShift> of(
      TailSketch sketch, TailSide side, double threshold, double dependenceFactor) {
    if (sketch.usable() == 0) {
      return Optional.empty();
    }
    long negative = 0;
    long positive = 0;
    for (int i = 0; i < sketch.bucketCount(); i++) {
      if (sketch.bucket(i) >= sketch.grid().magnitudes()) {
        negative += sketch.count(i);
      } else {
        positive += sketch.count(i);
      }
    }
    return Optional.of(
        of(
            p -> sketch.quantile(p).orElseThrow(),
            isTwoSided(negative, positive),
            sketch.finite(),
            TailProfile.of(sketch, sketch.layout() == SketchLayout.UNSIGNED ? TailSide.BOTH : side),
            side,
            threshold,
            dependenceFactor));
  }

  /**
   * Of a whole sample.
   *
   * @param sample in any order, as it is read: already centred if it was; not changed
   * @param threshold of the reading, in size
   * @param dependenceFactor as in {@link LightTail#of(TailProfile, double)}
   */
  public static Optional<LocationShift> of(
      double[] sample, TailSide side, double threshold, double dependenceFactor) {
    double[] sorted = Arrays.stream(sample).filter(Double::isFinite).sorted().toArray();
    long negative = Arrays.stream(sorted).filter(x -> x < 0).count();
    long positive = Arrays.stream(sorted).filter(x -> x > 0).count();
    if (negative + positive == 0) {
      return Optional.empty();
    }
    return Optional.of(
        of(
            p -> quantile(sorted, p),
            isTwoSided(negative, positive),
            sorted.length,
            TailProfile.of(sample, side),
            side,
            threshold,
            dependenceFactor));
  }

  private static boolean isTwoSided(long negative, long positive) {
    return Math.min(negative, positive) > TWO_SIDED_SHARE * (negative + positive);
  }

  private static double quantile(double[] sorted, double p) {
    double rank = p * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] * (1 - (rank - below)) + sorted[above] * (rank - below);
  }

  private static LocationShift of(
      DoubleUnaryOperator quantile,
      boolean twoSided,
      long finite,
      TailProfile profile,
      TailSide side,
      double threshold,
      double dependenceFactor) {
    double factor = Math.max(1, dependenceFactor);
    double median = quantile.applyAsDouble(0.5);
    double quartiles = quantile.applyAsDouble(0.75) / 2 - quantile.applyAsDouble(0.25) / 2;
    double error = 2 * quartiles * MEDIAN_ERROR * StrictMath.sqrt(factor / finite);
    Kind kind;
    if (twoSided) {
      double limit = (side == TailSide.BOTH ? BOTH_LIMIT : SIDE_LIMIT) * threshold;
      boolean off = Math.abs(median) > Math.max(limit, ERRORS * error);
      kind = off ? Kind.OFF_CENTRE : Kind.NONE;
    } else {
      double one = Math.abs(quantile.applyAsDouble(FAR_SHARE));
      double other = Math.abs(quantile.applyAsDouble(1 - FAR_SHARE));
      kind = oneSided(Math.min(one, other), Math.max(one, other), median, profile, factor);
    }
    return new LocationShift(median, error, threshold, side, kind);
  }

  private static Kind oneSided(
      double least, double largest, double median, TailProfile profile, double factor) {
    if (largest < FAR_RATIO * least) {
      return Kind.FAR;
    }
    int i = profile.nearestFraction(LIFTED_FRACTION);
    if (i < 0 || !(least > LIFTED_BODY * Math.abs(median)) || profile.sumLogExcess(i) == 0) {
      return Kind.NONE;
    }
    double hill = profile.moment(i, 1);
    double scatter = profile.moment(i, 2) / hill / hill;
    double error = 2 * StrictMath.sqrt(factor / profile.exceedances(i));
    return scatter > 2 + ERRORS * error ? Kind.LIFTED : Kind.NONE;
  }

  /** |median| in thresholds. */
  public double shift() {
    return Math.abs(median) / threshold;
  }

  /** What to say of a shift. */
  public Optional<Finding> finding() {
    return switch (kind) {
      case NONE -> Optional.empty();
      case OFF_CENTRE ->
          finding(
              "the median %.4g is %.3g %% of the threshold away from zero and biases the reading:"
                  + " centre the values by their median",
              median, 100 * shift());
      case FAR ->
          finding(
              "the values lie far from zero, nearly all of them close to %.4g: centre them by their"
                  + " median",
              median);
      case LIFTED ->
          finding(
              "the values start far from zero (median %.4g) and their reading falls as the"
                  + " threshold rises: they look shifted, centre them",
              median);
    };
  }

  private static Optional<Finding> finding(String format, Object... values) {
    return Optional.of(
        new Finding(WarningCode.LOCATION_SHIFT, String.format(Locale.ROOT, format, values)));
  }
}
