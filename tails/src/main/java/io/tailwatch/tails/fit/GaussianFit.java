// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.fit.FitResult.Fitted;
import io.tailwatch.tails.fit.FitResult.Undefined;
import java.util.Optional;

/**
 * The normal law of greatest likelihood: the mean, and the root of the mean squared deviation
 * (divided by n, not by n - 1). O(n log n), a copy of the sample. Needs two values that are not all
 * equal; undefined for values that are not finite and where the deviation is not a double.
 * Immutable and thread-safe.
 */
public final class GaussianFit implements Fitter<Gaussian> {
  private static final int LEAST_SIZE = 2;

  @Override
  public String name() {
    return "Gaussian by maximum likelihood";
  }

  @Override
  public FitResult<Gaussian> fit(double[] sample) {
    Optional<Undefined<Gaussian>> refusal = OrderedSample.refusal(sample, LEAST_SIZE);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    OrderedSample ordered = OrderedSample.of(sample);
    double[] values = ordered.values();
    double middle = values[values.length / 2];
    double sum = 0;
    for (double x : values) {
      sum += x - middle;
    }
    double shift = sum / values.length;
    double squares = 0;
    for (double x : values) {
      double deviation = x - middle - shift;
      squares += deviation * deviation;
    }
    double mean = ordered.restored(middle + shift);
    double deviation = ordered.restored(Math.sqrt(squares / values.length));
    if (!Double.isFinite(mean) || !(deviation >= Double.MIN_NORMAL)) {
      return new Undefined<>(
          FitProblem.OUT_OF_RANGE,
          "the standard deviation must be a normal double: was " + deviation);
    }
    Gaussian law = new Gaussian(mean, deviation);
    return new Fitted<>(law, ordered.logLikelihood(law), sample.length);
  }
}
