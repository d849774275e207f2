// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.SketchFit.Fitted;
import io.tailwatch.tails.fit.SketchFit.Undefined;

/**
 * The steps of {@link StudentTFit} on values that stand for many samples each. Without signs the
 * location is 0: the likelihood of |X| is then that of X. Single-threaded; for one fit.
 */
final class SketchStudentT {
  private static final int MOST_STEPS = 1_000;
  private static final double SETTLED = 1e-9;
  private static final double START_NU = 4;

  private final BucketSample sample;
  private double location;
  private double scale;
  private double nu = START_NU;
  private double nuStep = 1;

  private SketchStudentT(BucketSample sample) {
    this.sample = sample;
    this.location = sample.signed() ? quantile(0.5) : 0;
    // The scale of a t law is two thirds of its quartile range, or 4/3 of the median size.
    this.scale = sample.signed() ? (quantile(0.75) - quantile(0.25)) / 1.5 : quantile(0.5) * 4 / 3;
  }

  static SketchFit<StudentT> fit(BucketSample sample) {
    var steps = new SketchStudentT(sample);
    if (!(steps.scale > 0)) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE, "the quartile range must be positive: was " + steps.scale);
    }
    for (int step = 0; step < MOST_STEPS; step++) {
      double move = Math.max(steps.moveLocationAndScale(), steps.moveNu());
      if (!(steps.scale > 0) || steps.nu == DegreesOfFreedom.LEAST) {
        return new Undefined<>(
            FitProblem.UNBOUNDED_LIKELIHOOD,
            "nu ended at its least, " + DegreesOfFreedom.LEAST + ": most values crowd at a point");
      }
      if (move < SETTLED) {
        return new Fitted<>(new StudentT(steps.nu, steps.location, steps.scale), 0);
      }
    }
    return new Undefined<>(
        FitProblem.NOT_CONVERGED, "the parameters still moved after " + MOST_STEPS + " steps");
  }

  /** The value of the group that holds the quantile. */
  private double quantile(double p) {
    double below = 0;
    for (int i = 0; i < sample.size(); i++) {
      below += sample.counts()[i];
      if (below >= p * sample.total()) {
        return sample.values()[i];
      }
    }
    return sample.values()[sample.size() - 1];
  }

  private double moveLocationAndScale() {
    double weights = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < sample.size(); i++) {
      double d = sample.values()[i] - location;
      double z = d / scale;
      double w =
          sample.counts()[i] * (nu == Double.POSITIVE_INFINITY ? 1 : (nu + 1) / (nu + z * z));
      weights += w;
      first += w * d;
      second += w * d * d;
    }
    double shift = sample.signed() ? first / weights : 0;
    double next = Math.sqrt(Math.max(0, second / weights - shift * shift));
    double move = Math.max(Math.abs(shift) / scale, Math.abs(next - scale) / scale);
    location += shift;
    scale = next;
    return move;
  }

  private double moveNu() {
    double before = nu;
    nu = DegreesOfFreedom.mostLikely(this::slope, before, nuStep);
    double logMove = Math.abs(Math.log(nu / before));
    // From infinity to infinity the logarithm is NaN.
    nuStep = Math.min(1, Math.max(1e-9, 2 * (logMove >= 0 ? logMove : 1)));
    double least = 1 / StudentT.GREATEST_REPORTED_NU;
    return Math.abs(1 / nu - 1 / before) / (1 / before + least);
  }

  /** Derivative of the log likelihood in ln nu; see {@link DegreesOfFreedom#slope}. */
  private double slope(double at) {
    double more = 1 + 1 / at;
    double sum = 0;
    for (int i = 0; i < sample.size(); i++) {
      double z = (sample.values()[i] - location) / scale;
      double q = 1 + z * z / at;
      sum += sample.counts()[i] * (Math.log(q) - more * ((q - 1) / q));
    }
    return at / 2 * (sample.total() * DegreesOfFreedom.normalisation(at) - sum);
  }
}
