// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.observe;

import io.tailwatch.tails.sketch.PackedSketch;
import java.util.List;

/**
 * Draws the scalar samples of one vector. A non-finite coordinate makes the sample non-finite, and
 * the sketch counts it. Sums run in the order of the coordinates, so that a replay gives the same
 * bits. Implementations allocate nothing; immutable.
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

  /** Every stride-th coordinate, less its location, divided by its spread; those that move. */
  record Coordinates(Calibration calibration, int stride) implements Sampler {
    @Override
    public void sample(double[] vector, PackedSketch into) {
      double[] location = calibration.location();
      double[] spread = calibration.spread();
      for (int i = 0; i < vector.length; i += stride) {
        int entry = i / calibration.stride();
        if (spread[entry] != 0) {
          into.update((vector[i] - location[entry]) / spread[entry]);
        }
      }
    }

    @Override
    public int samplesPerVector() {
      int samples = 0;
      int perSample = stride / calibration.stride();
      for (int entry = 0; entry < calibration.location().length; entry += perSample) {
        samples += calibration.moves(entry) ? 1 : 0;
      }
      return samples;
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
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double difference = x[i] - y[i];
      sum += difference * difference;
    }
    // Correctly rounded by the language, so it needs no StrictMath.
    return Math.sqrt(sum);
  }

  private static double inner(double[] direction, double[] x, double[] centre) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += direction[i] * (x[i] - centre[i]);
    }
    return sum;
  }
}
