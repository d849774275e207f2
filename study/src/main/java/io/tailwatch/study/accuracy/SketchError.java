// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How far a method's index is off when it reads a sketch instead of the sorted sample: |ln(index of
 * the sketch / index of the sample)| over the samples of which both have one.
 *
 * @param median of the samples
 * @param high exceeded by a tenth of them
 */
record SketchError(double median, double high) {

  /** Over some samples. */
  static <T> SketchError of(
      List<T> samples,
      Function<T, Optional<Reader.Reading>> exact,
      Function<T, Optional<Reader.Reading>> sketched) {
    double[] errors =
        samples.stream()
            .flatMap(one -> error(exact.apply(one), sketched.apply(one)).stream())
            .mapToDouble(error -> error)
            .sorted()
            .toArray();
    return new SketchError(Scatter.quantile(errors, 0.5), Scatter.quantile(errors, 0.9));
  }

  private static Optional<Double> error(
      Optional<Reader.Reading> exact, Optional<Reader.Reading> sketched) {
    return exact
        .map(Reader.Reading::gamma)
        .filter(gamma -> gamma > 0)
        .flatMap(
            gamma ->
                sketched
                    .map(Reader.Reading::gamma)
                    .filter(other -> other > 0)
                    .map(other -> Math.abs(Math.log(other / gamma))));
  }
}
