// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.pipeline;

import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.Hyperparameters;
import java.util.Arrays;

/**
 * What the Hill reading of hSGD in one dimension converges to at a fixed tail fraction. Its density
 * solves {@code (sigma^2 p)' = -2 a y p} with {@code sigma^2 = c lambda (2 L_min + lambda (y -
 * s)^2)}: a Student's t where s = 0, that is without a ridge, and else a Pearson IV of the same
 * index, skewed because the noise is least at the least squares solution and the drift at the
 * minimiser.
 */
final class HsgdReading {
  /** In asinh y: the step of the trapezoidal rule, and where nothing is left. */
  private static final double STEP = 1e-3;

  private static final int HALF = 20_000;

  private final double[] magnitudes = new double[HALF];
  private final double[] survival = new double[HALF];

  /** Of one feature, with the hyper-parameters that come with the data. */
  HsgdReading(DataSet data) {
    this(data, data.defaults().orElseThrow());
  }

  HsgdReading(DataSet data, Hyperparameters with) {
    double n = data.size();
    double lambda = 0;
    double moment = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      lambda += data.rows()[i][0] * data.rows()[i][0] / n;
      moment += data.rows()[i][0] * data.targets()[i] / n;
      squares += data.targets()[i] * data.targets()[i] / n;
    }
    double shift = moment / lambda - moment / (lambda + with.ridge());
    double twiceLeast = squares - moment * moment / lambda;
    double c = with.learningRate() * with.learningRate() / with.batchSize();
    double pull = 2 * with.learningRate() * (lambda + with.ridge()) / (c * lambda);
    double root = Math.sqrt(lambda / twiceLeast);
    double[] weights = new double[2 * HALF + 1];
    for (int i = 0; i < weights.length; i++) {
      double t = STEP * (i - HALF);
      double y = Math.sinh(t);
      double size = twiceLeast + lambda * (y - shift) * (y - shift);
      // The integral of y / size.
      double integral =
          Math.log(size) / (2 * lambda) + shift * root / lambda * Math.atan((y - shift) * root);
      weights[i] = Math.exp(-Math.log(size) - pull * integral) * Math.cosh(t);
    }
    double all = Arrays.stream(weights).sum();
    double beyond = 0;
    for (int i = HALF; i > 0; i--) {
      beyond += (weights[HALF + i] + weights[HALF - i]) / all;
      magnitudes[HALF - i] = Math.sinh(STEP * i);
      survival[HALF - i] = beyond;
    }
  }

  /** {@code 1 / H_f = (1/f) int_u^inf P(|Y| > y) dy / y}, {@code P(|Y| > u) = f}. */
  double at(double tailFraction) {
    double integral = 0;
    for (int i = 1; i < HALF; i++) {
      integral += Math.log(magnitudes[i - 1] / magnitudes[i]) * (survival[i - 1] + survival[i]) / 2;
      if (survival[i] >= tailFraction) {
        return survival[i] / integral;
      }
    }
    throw new IllegalArgumentException("tailFraction must be in (0, 1): was " + tailFraction);
  }
}
