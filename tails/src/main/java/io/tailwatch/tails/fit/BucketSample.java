// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import io.tailwatch.tails.sketch.BucketGrid;
import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;

/**
 * The finite samples of a sketch as its buckets have them, ascending: the mean of each and how many
 * there are. Zeros and subnormal samples are one group at 0. Arrays are not copied.
 *
 * @param values means
 * @param counts samples
 * @param upperEdges where each group ends, so that the samples up to and with it are those below
 * @param total all samples
 */
record BucketSample(
    SketchLayout layout, double[] values, double[] counts, double[] upperEdges, double total) {

  static BucketSample of(TailSketch sketch) {
    BucketGrid grid = sketch.grid();
    int buckets = sketch.bucketCount();
    int magnitudes = grid.magnitudes();
    int positive = 0;
    while (positive < buckets && sketch.bucket(positive) < magnitudes) {
      positive++;
    }
    long nothing = sketch.zeros() + sketch.subnormals();
    int size = buckets + (nothing > 0 ? 1 : 0);
    double[] values = new double[size];
    double[] counts = new double[size];
    double[] edges = new double[size];
    int at = 0;
    for (int i = buckets - 1; i >= positive; i--, at++) {
      values[at] = -mean(sketch, i);
      counts[at] = sketch.count(i);
      edges[at] = -grid.lowerEdge(sketch.bucket(i) - magnitudes);
    }
    if (nothing > 0) {
      counts[at] = nothing;
      edges[at++] = grid.lowerEdge(grid.firstNormal());
    }
    for (int i = 0; i < positive; i++, at++) {
      values[at] = mean(sketch, i);
      counts[at] = sketch.count(i);
      edges[at] = grid.lowerEdge(sketch.bucket(i) + 1);
    }
    return new BucketSample(sketch.layout(), values, counts, edges, sketch.finite());
  }

  private static double mean(TailSketch sketch, int i) {
    BucketGrid grid = sketch.grid();
    int magnitude = sketch.bucket(i) & (grid.magnitudes() - 1);
    double octave = StrictMath.scalb(1.0, StrictMath.getExponent(grid.lowerEdge(magnitude)));
    return grid.lowerEdge(magnitude)
        + octave * StrictMath.scalb((double) sketch.mantissaSum(i) / sketch.count(i), -23);
  }

  int size() {
    return values.length;
  }

  boolean signed() {
    return layout == SketchLayout.SIGNED;
  }

  /** The share of the samples in the fullest group. */
  double greatestShare() {
    double greatest = 0;
    for (double count : counts) {
      greatest = Math.max(greatest, count);
    }
    return greatest / total;
  }

  /** The largest difference between the distribution and that of a law, at the edges. */
  double distance(SeenLaw law) {
    double greatest = 0;
    double below = 0;
    for (int i = 0; i < size() - 1; i++) {
      below += counts[i];
      greatest = Math.max(greatest, Math.abs(below / total - law.cumulative(upperEdges[i])));
    }
    return greatest;
  }
}
