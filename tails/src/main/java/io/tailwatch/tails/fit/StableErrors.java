// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.fit;

import java.util.Optional;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Standard errors of the parameters of a {@link StableFit} of independent values, from the
 * asymptotic covariance: the inverse of D' V^-1 D divided by n, with V the covariance of the
 * moments and D their derivatives (Feuerverger and McDunnough, 1981, JASA 76, 379-387). Dependence
 * makes the true errors larger. Immutable and thread-safe.
 *
 * @param alpha of the index
 * @param beta of the skewness; grows without bound as alpha tends to 2
 * @param scale in the units of the scale
 * @param location of the S0 location, in its units
 */
public record StableErrors(double alpha, double beta, double scale, double location) {

  /**
   * The errors of a fit of n independent values that came out at the given law. Empty at alpha = 2
   * and at beta = 1 or -1, where estimates are not Gaussian. One inversion of a matrix of 44 rows.
   *
   * @throws IllegalArgumentException if n is not positive
   */
  public static Optional<StableErrors> of(StableLaw law, int n) {
    Parameters.require(n > 0, "n", "positive", n);
    if (law.alpha() == 2 || Math.abs(law.beta()) == 1) {
      return Optional.empty();
    }
    double[] standard = {law.alpha(), law.beta(), 0, 0};
    RealMatrix derivatives = StableMoments.derivatives(standard);
    try {
      RealMatrix information =
          derivatives.transpose().multiply(StableMoments.weights(standard).solve(derivatives));
      RealMatrix covariance =
          new CholeskyDecomposition(information, 1e-4, 0).getSolver().getInverse();
      double[] errors = new double[StableMoments.PARAMETERS];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = Math.sqrt(covariance.getEntry(i, i) / n);
      }
      return Optional.of(
          new StableErrors(errors[0], errors[1], errors[2] * law.scale(), errors[3] * law.scale()));
    } catch (NonPositiveDefiniteMatrixException e) {
      return Optional.empty();
    }
  }
}
