// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Optional;

/**
 * Student's t of greatest likelihood by ECME (Liu and Rubin, 1995, Statist. Sinica 5, 19-39): with
 * weights {@code w = (nu + 1)/(nu + z^2)} the location becomes the weighted mean and the squared
 * scale the weighted sum of squares over the sum of the weights (the parameter-expanded form: same
 * fixed point, fewer steps); then nu maximises the likelihood itself. Starts at the median, (upper
 * - lower quartile)/1.5 and nu = 4.
 *
 * <p>It is a fit of the body: nu equals the tail index only if the body is a t law as well (the
 * marginal of an autoregression with t(3) noise gives about 5). Observations count as independent.
 *
 * <ul>
 *   <li>nu is sought in [0.25, 1e6]; where the likelihood still rises the law is Gaussian, nu
 *       infinite. Above 200 {@link StudentT#reportedNu} is empty.
 *   <li>With nu free the likelihood is unbounded near any value that occurs m times of n, for nu
 *       below m/(n - m) (Fernandez and Steel, 1999, Biometrika 86, 153-167). Where this reaches the
 *       least nu, that is from a fifth of identical values on, the fit is undefined; so it is where
 *       nu ends at its least.
 *   <li>Undefined as well for fewer than 10 values, values that are not finite or all equal, a
 *       quartile range 1e100 times smaller than the greatest magnitude, and parameters that are not
 *       normal doubles.
 * </ul>
 *
 * <p>Relative error of the parameters about 1e-8 (of 1/nu for large nu). O(n log n) and a copy of
 * the sample, then steps (40 to 70 usually, at most 3,000) of about four passes with one logarithm
 * per value: for a million values some 2e8 logarithms. Immutable and thread-safe.
 */
public final class StudentTFit implements Fitter<StudentT> {
  private static final int LEAST_SIZE = 10;
  private static final int MOST_STEPS = 3000;
  private static final double SETTLED = 1e-10;
  private static final double LEAST_SPREAD = 1e-100;
  private static final double START_NU = 4;

  @Override
  public String name() {
    return "Student t by ECME";
  }

  @Override
  public FitResult<StudentT> fit(double[] sample) {
    Optional<Undefined<StudentT>> refusal = OrderedSample.refusal(sample, LEAST_SIZE);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    OrderedSample ordered = OrderedSample.of(sample);
    int tied = ordered.mostFrequent();
    if (tied >= DegreesOfFreedom.LEAST * (sample.length - tied)) {
      return new Undefined<>(
          FitProblem.UNBOUNDED_LIKELIHOOD,
          tied + " of " + sample.length + " values are identical: must be fewer than one in five");
    }
    double range = ordered.quantile(0.75) - ordered.quantile(0.25);
    if (!(range > LEAST_SPREAD)) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE,
          "quartile range over greatest magnitude must exceed 1e-100: was " + range);
    }
    Steps steps = new Steps(ordered.values(), ordered.quantile(0.5), range / 1.5);
    return steps.settle() ? result(steps, ordered) : unsettled();
  }

  private static FitResult<StudentT> result(Steps steps, OrderedSample ordered) {
    if (steps.nu == DegreesOfFreedom.LEAST) {
      return new Undefined<>(
          FitProblem.UNBOUNDED_LIKELIHOOD,
          "nu ended at its least, " + DegreesOfFreedom.LEAST + ": most values crowd at a point");
    }
    double location = ordered.restored(steps.location);
    double scale = ordered.restored(steps.scale);
    if (!Double.isFinite(location) || !(scale >= Double.MIN_NORMAL && Double.isFinite(scale))) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE, "the scale must be a normal double: was " + scale);
    }
    StudentT law = new StudentT(steps.nu, location, scale);
    return new Fitted<>(law, ordered.logLikelihood(law), ordered.values().length);
  }

  private static FitResult<StudentT> unsettled() {
    return new Undefined<>(
        FitProblem.NOT_CONVERGED, "the parameters still moved after " + MOST_STEPS + " steps");
  }

  /** The iteration. Single-threaded. */
  private static final class Steps {
    private final double[] values;
    private double location;
    private double scale;
    private double nu = START_NU;
    private double nuStep = 1;

    Steps(double[] values, double location, double scale) {
      this.values = values;
      this.location = location;
      this.scale = scale;
    }

    boolean settle() {
      for (int step = 0; step < MOST_STEPS; step++) {
        double move = Math.max(moveLocationAndScale(), moveNu());
        if (move < SETTLED || nu == DegreesOfFreedom.LEAST) {
          return true;
        }
        if (!(scale > 0)) {
          return false;
        }
      }
      return false;
    }

    /** The greater of the moves of both, in units of the scale. */
    private double moveLocationAndScale() {
      double weights = 0;
      double first = 0;
      double second = 0;
      for (double x : values) {
        double d = x - location;
        double z = d / scale;
        double w = nu == Double.POSITIVE_INFINITY ? 1 : (nu + 1) / (nu + z * z);
        weights += w;
        first += w * d;
        second += w * d * d;
      }
      double shift = first / weights;
      double next = Math.sqrt(Math.max(0, second / weights - shift * shift));
      double move = Math.max(Math.abs(shift) / scale, Math.abs(next - scale) / scale);
      location += shift;
      scale = next;
      return move;
    }

    /** The move of 1/nu, in relative terms for small nu and absolute ones for large nu. */
    private double moveNu() {
      double before = nu;
      nu = DegreesOfFreedom.mostLikely(values, location, scale, before, nuStep);
      double logMove = Math.abs(Math.log(nu / before));
      // From infinity to infinity the logarithm is NaN.
      nuStep = Math.min(1, Math.max(1e-9, 2 * (logMove >= 0 ? logMove : 1)));
      double least = 1 / StudentT.GREATEST_REPORTED_NU;
      return Math.abs(1 / nu - 1 / before) / (1 / before + least);
    }
  }
}
