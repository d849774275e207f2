// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import java.util.stream.IntStream;

/**
 * The drift function F of the weighted norm {@code V = (sum w_i y_i^2)^{p/2}} under homogenized
 * SGD, {@code G V = p V F(q)}, on the simplex {@code q_i = w_i y_i^2 / sum}:
 *
 * <pre>
 * F(q) = sum_i q_i (-a_i + (c/2) W alpha_i) + (c/2)(p - 2) (sum alpha_i q_i)(sum beta_i q_i)
 * a_i = gamma (lambda_i + delta)   c = gamma^2 / B   W = sum lambda_i w_i   alpha_i = lambda_i / w_i   beta_i = lambda_i w_i
 * </pre>
 *
 * {@code max F <= 0} proves an index of at least p, {@code min F >= 0} one of at most p. The
 * product of two linear forms has a Hessian of signature (1, 1), so that both extrema lie on edges
 * of the simplex: O(d^2) per evaluation. At fixed q, F is linear in p with positive slope, hence
 * max F is convex and min F concave in p, and Newton's method needs no bracket and a handful of
 * evaluations. Weights come one for each block of the spectrum.
 *
 * <p>Holds its work arrays: single-threaded. Evaluations allocate nothing.
 */
final class DriftFunction {
  private static final int NEWTON_STEPS = 60;
  private static final double RELATIVE_ACCURACY = 1e-9;

  private final Spectrum spectrum;
  private final int[] kept;
  private final double[] decay;
  private final double halfNoise;
  private final double[] linear;
  private final double[] alpha;
  private final double[] beta;
  private final double[] vertex;

  /** Slope in p of the extremum evaluated last. */
  private double slope;

  /** F on the whole simplex. */
  DriftFunction(Spectrum spectrum, HsgdModel model) {
    this(spectrum, model, IntStream.range(0, spectrum.values.length).toArray());
  }

  /**
   * F on a face of the simplex, whose extrema lie within those of the whole one.
   *
   * @param kept the blocks at the corners of the face
   */
  DriftFunction(Spectrum spectrum, HsgdModel model, int[] kept) {
    this.spectrum = spectrum;
    this.kept = kept;
    double learningRate = model.learningRate();
    halfNoise = learningRate * learningRate / model.batchSize() / 2;
    decay = new double[kept.length];
    for (int i = 0; i < kept.length; i++) {
      decay[i] = learningRate * (spectrum.values[kept[i]] + model.ridge());
    }
    linear = new double[kept.length];
    alpha = new double[kept.length];
    beta = new double[kept.length];
    vertex = new double[kept.length];
  }

  /**
   * The p at which max F vanishes for these weights: the index is at least that, if it is positive.
   */
  double lowerRoot(double[] weights, double start) {
    return root(weights, start, 1);
  }

  /** The p at which min F vanishes for these weights: the index is at most that. */
  double upperRoot(double[] weights, double start) {
    return root(weights, start, -1);
  }

  private double root(double[] weights, double start, int sign) {
    setWeights(weights);
    double p = start;
    for (int i = 0; i < NEWTON_STEPS; i++) {
      double step = sign * maximum(p, sign) / slope;
      p -= step;
      if (Math.abs(step) <= RELATIVE_ACCURACY * (1 + Math.abs(p))) {
        break;
      }
    }
    return p;
  }

  private void setWeights(double[] weights) {
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      total += spectrum.multiplicities[i] * spectrum.values[i] * weights[i];
    }
    for (int i = 0; i < kept.length; i++) {
      double lambda = spectrum.values[kept[i]];
      alpha[i] = lambda / weights[kept[i]];
      beta[i] = lambda * weights[kept[i]];
      linear[i] = halfNoise * total * alpha[i] - decay[i];
    }
  }

  /** Maximum of sign * F over the simplex; leaves dF/dp there in {@link #slope}. */
  private double maximum(double p, int sign) {
    double k = sign * halfNoise * (p - 2);
    int blocks = kept.length;
    double best = Double.NEGATIVE_INFINITY;
    int bestI = 0;
    int bestJ = 0;
    double bestT = 1;
    for (int i = 0; i < blocks; i++) {
      double value = sign * linear[i] + k * alpha[i] * beta[i];
      vertex[i] = value;
      if (value > best) {
        best = value;
        bestI = i;
        bestJ = i;
      }
    }
    for (int i = 1; i < blocks; i++) {
      double alphaI = alpha[i];
      double betaI = beta[i];
      double vertexI = vertex[i];
      for (int j = 0; j < i; j++) {
        // On the edge, t of i and 1 - t of j: curvature t^2 + (rise - curvature) t + vertex_j.
        double curvature = k * (alphaI - alpha[j]) * (betaI - beta[j]);
        double rise = vertexI - vertex[j];
        if (Math.abs(rise) < -curvature) {
          double linearTerm = rise - curvature;
          double value = vertex[j] - linearTerm * linearTerm / (4 * curvature);
          if (value > best) {
            best = value;
            bestI = i;
            bestJ = j;
            bestT = -linearTerm / (2 * curvature);
          }
        }
      }
    }
    double alphaAt = bestT * alpha[bestI] + (1 - bestT) * alpha[bestJ];
    double betaAt = bestT * beta[bestI] + (1 - bestT) * beta[bestJ];
    slope = halfNoise * alphaAt * betaAt;
    return best;
  }
}
