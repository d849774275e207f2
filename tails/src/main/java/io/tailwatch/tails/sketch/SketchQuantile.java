// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.OptionalDouble;

/** Quantiles of a sketch, from the most negative bucket up. */
final class SketchQuantile {
  private SketchQuantile() {}

  static OptionalDouble of(TailSketch sketch, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be in [0, 1]: was " + p);
    }
    if (sketch.finite() == 0) {
      return OptionalDouble.empty();
    }
    double rank = p * (sketch.finite() - 1);
    int magnitudes = sketch.grid().magnitudes();
    long before = 0;
    int i = sketch.bucketCount() - 1;
    for (; i >= 0 && sketch.bucket(i) >= magnitudes; i--) {
      if (rank < before + sketch.count(i)) {
        return OptionalDouble.of(-within(sketch, i, 1 - (rank - before + 0.5) / sketch.count(i)));
      }
      before += sketch.count(i);
    }
    before += sketch.zeros() + sketch.subnormals();
    if (rank < before) {
      return OptionalDouble.of(0);
    }
    int last = i;
    for (i = 0; i < last; i++) {
      if (rank < before + sketch.count(i)) {
        break;
      }
      before += sketch.count(i);
    }
    return OptionalDouble.of(within(sketch, i, (rank - before + 0.5) / sketch.count(i)));
  }

  /** The magnitude at {@code fraction} of a bucket whose samples lie evenly about their mean. */
  private static double within(TailSketch sketch, int i, double fraction) {
    BucketGrid grid = sketch.grid();
    int magnitude = sketch.bucket(i) & (grid.magnitudes() - 1);
    double lower = grid.lowerEdge(magnitude);
    double octave = lower / (1 + (double) (magnitude & (grid.perOctave() - 1)) / grid.perOctave());
    double offset = sketch.meanOffset(i);
    double reach = sketch.count(i) == 1 ? 0 : Math.min(offset, 1.0 / grid.perOctave() - offset);
    double place = Math.min(1, Math.max(0, fraction));
    return lower + octave * (offset + reach * (2 * place - 1));
  }
}
