// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Optional;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * {@link SkewStudentT} of greatest likelihood: the simplex method of Nelder and Mead over location,
 * ln scale, ln nu and ln skew, from the symmetric fit ({@link StudentTFit}), restarted at its end
 * until a restart gains nothing. The search does without derivatives because the second derivative
 * of the density jumps at the location.
 *
 * <p>Undefined where the symmetric fit is, for the same reasons; where nu ends at its least (0.25)
 * or skew at 100 or 1/100 (a sample on one side of its mode, such as Pareto); and where the search
 * does not settle. The likelihood can have several maxima for small, very skew samples; this is the
 * one that the symmetric fit leads to. Relative error of the parameters about 1e-6. O(n log n), a
 * copy of the sample, the symmetric fit, and 400 to 600 evaluations usually (at most 5,000) of one
 * logarithm per value. Immutable and thread-safe.
 */
public final class SkewStudentTFit implements Fitter<SkewStudentT> {
  private static final int MOST_EVALUATIONS = 5000;
  private static final int MOST_RESTARTS = 10;
  // Of the log likelihood per value: where it cannot be told from rounding.
  private static final double GAIN = 1e-13;
  private static final double GREATEST_START_NU = 100;
  private static final double GREATEST_SKEW = 100;

  private final StudentTFit symmetric = new StudentTFit();

  @Override
  public String name() {
    return "skew Student t by maximum likelihood";
  }

  @Override
  public FitResult<SkewStudentT> fit(double[] sample) {
    FitResult<StudentT> start = symmetric.fit(sample);
    if (start instanceof Undefined<StudentT> undefined) {
      return new Undefined<>(undefined.problem(), undefined.detail());
    }
    OrderedSample ordered = OrderedSample.of(sample);
    StudentT from = start.fitted().orElseThrow().law();
    double location = Math.scalb(from.location(), -ordered.exponent());
    double scale = Math.scalb(from.scale(), -ordered.exponent());
    double[] values = ordered.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - location) / scale;
    }
    double nu = Math.min(GREATEST_START_NU, from.nu());
    return maximum(values, Math.log(nu))
        .map(point -> result(point, location, scale, ordered.exponent(), sample))
        .orElseGet(
            () ->
                new Undefined<>(
                    FitProblem.NOT_CONVERGED,
                    "the search did not settle in " + MOST_EVALUATIONS + " evaluations"));
  }

  private static FitResult<SkewStudentT> result(
      double[] point, double location, double scale, int exponent, double[] sample) {
    double nu = nu(point[2]);
    double fittedLocation = Math.scalb(location + scale * point[0], exponent);
    double fittedScale = Math.scalb(scale * Math.exp(point[1]), exponent);
    if (nu <= DegreesOfFreedom.LEAST) {
      return new Undefined<>(
          FitProblem.UNBOUNDED_LIKELIHOOD,
          "nu ended at its least, " + DegreesOfFreedom.LEAST + ": most values crowd at a point");
    }
    if (!Double.isFinite(fittedLocation)
        || !(fittedScale >= Double.MIN_NORMAL && Double.isFinite(fittedScale))) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE, "the scale must be a normal double: was " + fittedScale);
    }
    double skew = skew(point[3]);
    if (skew == GREATEST_SKEW || skew == 1 / GREATEST_SKEW) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE,
          "the sample lies on one side of its mode: skew must be in (0.01, 100): was " + skew);
    }
    SkewStudentT law = new SkewStudentT(nu, fittedLocation, fittedScale, skew);
    double logLikelihood = OrderedSample.of(sample).logLikelihood(law);
    return new Fitted<>(law, logLikelihood, sample.length);
  }

  private static Optional<double[]> maximum(double[] values, double logNu) {
    MultivariateFunction meanLogDensity = point -> meanLogDensity(values, point);
    int left = MOST_EVALUATIONS;
    double[] best = {0, 0, logNu, 0};
    double height = meanLogDensity.value(best);
    double size = 0.2;
    for (int restart = 0; restart < MOST_RESTARTS; restart++) {
      // The values of a simplex agree to GAIN when its points agree to the root of it.
      SimplexOptimizer optimizer = new SimplexOptimizer(new SimpleValueChecker(-1, GAIN / 10));
      PointValuePair found;
      try {
        found =
            optimizer.optimize(
                new MaxEval(left),
                GoalType.MAXIMIZE,
                new ObjectiveFunction(meanLogDensity),
                new InitialGuess(best),
                new NelderMeadSimplex(4, size));
      } catch (TooManyEvaluationsException e) {
        return Optional.empty();
      }
      left -= optimizer.getEvaluations();
      double gain = found.getValue() - height;
      if (gain > 0) {
        best = found.getPoint();
        height = found.getValue();
      }
      if (gain < GAIN * Math.max(1, Math.abs(height))) {
        return Optional.of(best);
      }
      size = 0.05;
    }
    return Optional.empty();
  }

  /** Outside the range of a parameter, what is at its edge: the search sees a plateau there. */
  private static double meanLogDensity(double[] values, double[] point) {
    double scale = Math.exp(point[1]);
    double nu = nu(point[2]);
    double skew = skew(point[3]);
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      return Double.NEGATIVE_INFINITY;
    }
    double left = skew / scale;
    double right = 1 / (skew * scale);
    double sum = 0;
    for (double x : values) {
      double d = x - point[0];
      double z = d < 0 ? d * left : d * right;
      sum += nu == Double.POSITIVE_INFINITY ? z * z : Math.log(1 + z * z / nu);
    }
    double exponent = nu == Double.POSITIVE_INFINITY ? 0.5 : (nu + 1) / 2;
    double peak = new StandardT(nu).logDensity(0) + Math.log(2 / (skew + 1 / skew)) - point[1];
    return peak - exponent * (sum / values.length);
  }

  private static double skew(double logSkew) {
    return Math.max(1 / GREATEST_SKEW, Math.min(GREATEST_SKEW, Math.exp(logSkew)));
  }

  private static double nu(double logNu) {
    double nu = Math.exp(logNu);
    return nu >= DegreesOfFreedom.GREATEST
        ? Double.POSITIVE_INFINITY
        : Math.max(DegreesOfFreedom.LEAST, nu);
  }
}
