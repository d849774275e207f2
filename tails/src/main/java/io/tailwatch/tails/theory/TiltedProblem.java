// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * Homogeneous hSGD in coordinates {@code z_i = sqrt(w_i) y_i}, by blocks of equal eigenvalues, with
 * time in units of {@code 1 / (gamma lambda_1)} and eigenvalues in units of the first, so that no
 * coefficient depends on the scale of the problem:
 *
 * <pre>
 * dz_i = -a_i z_i dt + sqrt(c beta_i S) dW_i    S = sum alpha_i z_i^2    Q = sum z_i^2
 * a_i = (lambda_i + delta) / lambda_1   c = gamma lambda_1 / B   alpha_i = r_i / w_i   beta_i = r_i w_i   r_i = lambda_i / lambda_1
 * </pre>
 *
 * With V = Q^{p/2}, {@code g(p)} is the top eigenvalue of the generator applied to V h(z/|z|) over
 * V. Weights that make the drift of V nearly constant make h nearly constant. Immutable.
 */
final class TiltedProblem {
  final double[] decay;
  final double[] alpha;
  final double[] beta;
  final double[] multiplicity;

  /** c. */
  final double noise;

  /** {@code W = sum m_i beta_i}. */
  final double totalBeta;

  /** Of time: rates here times this are rates per SGD step. */
  final double unit;

  TiltedProblem(Spectrum spectrum, HsgdModel model, double[] weights) {
    int blocks = spectrum.values.length;
    double top = spectrum.values[0];
    unit = model.learningRate() * top;
    noise = unit / model.batchSize();
    multiplicity = spectrum.multiplicities;
    decay = new double[blocks];
    alpha = new double[blocks];
    beta = new double[blocks];
    double total = 0;
    for (int i = 0; i < blocks; i++) {
      double r = spectrum.values[i] / top;
      double weight = weights[i] / weights[0];
      decay[i] = r + model.ridge() / top;
      alpha[i] = r / weight;
      beta[i] = r * weight;
      total += multiplicity[i] * beta[i];
    }
    totalBeta = total;
  }

  int blocks() {
    return decay.length;
  }
}
