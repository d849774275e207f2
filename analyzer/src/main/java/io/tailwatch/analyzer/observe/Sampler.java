// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.tails.observe.VectorSums;
import io.tailwatch.tails.sketch.PackedSketch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws the scalar samples of one vector. A non-finite coordinate makes the sample non-finite, and
 * the sketch counts it. Sums run in the order of the coordinates, so that a replay gives the same
 * bits. Sampling allocates nothing. Single writer.
 */
sealed interface Sampler {

  /** Adds the samples of a vector to a sketch. */
  void sample(double[] vector, PackedSketch into);

  /** Samples that each vector gives. */
  int samplesPerVector();

  /** v . (x - c). */
  record Projection(double[] direction, double[] centre) implements Sampler {
    @Override
    public void sample(double[] vector, PackedSketch into) {
      into.update(inner(direction, vector, centre));
    }

    @Override
    public int samplesPerVector() {
      return 1;
    }
  }

  /** |x - c|. */
  record Norm(double[] centre) implements Sampler {
    @Override
    public void sample(double[] vector, PackedSketch into) {
      into.update(distance(vector, centre));
    }

    @Override
    public int samplesPerVector() {
      return 1;
    }
  }

  /** sqrt(sum lambda_i (v_i . (x - c))^2). */
  record WeightedNorm(List<double[]> directions, double[] eigenvalues, double[] centre)
      implements Sampler {
    @Override
    public void sample(double[] vector, PackedSketch into) {
      double sum = 0;
      for (int i = 0; i < eigenvalues.length; i++) {
        double coordinate = inner(directions.get(i), vector, centre);
        sum += eigenvalues[i] * coordinate * coordinate;
      }
      into.update(Math.sqrt(sum));
    }

    @Override
    public int samplesPerVector() {
      return 1;
    }
  }

  /**
   * Every stride-th coordinate, less its location, divided by its spread; those that move. They are
   * collected first, for the sketch takes an array without a call for each value.
   */
  final class Coordinates implements Sampler {
    private final int[] coordinates;
    private final double[] location;
    private final double[] spread;
    private final double[] scaled;

    Coordinates(Calibration calibration, int stride) {
      int perSample = stride / calibration.stride();
      int[] entries =
          IntStream.range(0, calibration.location().length)
              .filter(entry -> entry % perSample == 0 && calibration.moves(entry))
              .toArray();
      coordinates = Arrays.stream(entries).map(entry -> entry * calibration.stride()).toArray();
      location =
          Arrays.stream(entries).mapToDouble(entry -> calibration.location()[entry]).toArray();
      spread = Arrays.stream(entries).mapToDouble(entry -> calibration.spread()[entry]).toArray();
      scaled = new double[entries.length];
    }

    @Override
    public void sample(double[] vector, PackedSketch into) {
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (vector[coordinates[i]] - location[i]) / spread[i];
      }
      into.update(scaled, 0, scaled.length);
    }

    @Override
    public int samplesPerVector() {
      return scaled.length;
    }
  }

  /** The values as they are, for types that the sketch cannot read in place. */
  record Identity(int dimension) implements Sampler {
    @Override
    public void sample(double[] vector, PackedSketch into) {
      into.update(vector, 0, vector.length);
    }

    @Override
    public int samplesPerVector() {
      return dimension;
    }
  }

  /** Nothing: the observable waits for its calibration, or needs two vectors. */
  record None(int samplesPerVector) implements Sampler {
    @Override
    public void sample(double[] vector, PackedSketch into) {}
  }

  /** |x - y|. */
  static double distance(double[] x, double[] y) {
    // The root is correctly rounded by the language, so it needs no StrictMath.
    return Math.sqrt(VectorSums.squaredDistance(0, x, 0, y, 0, x.length));
  }

  private static double inner(double[] direction, double[] x, double[] centre) {
    return VectorSums.inner(0, direction, centre, 0, x, 0, x.length);
  }
}
