// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import io.tailwatch.tails.theory.IndexStatement.Kind;
import java.util.OptionalDouble;

/**
 * What follows for SGD itself from a look at the rows, without simulation. Immutable and
 * thread-safe.
 *
 * <pre>
 * contractive   gamma (max |a|^2 + delta) &lt;= 2: every batch contracts, the iterates stay bounded (without momentum)
 * repeats       alpha &lt;= B ln n / ln z, z = gamma (max |a|^2 + delta) - 1 > 1: the longest row drawn B k times
 * kurtosisRule  1 + 2 B (lambda_1 + delta) / (gamma lambda_1^2 (kappa - 1)), kappa the kurtosis of v_1 . a
 * </pre>
 *
 * <p>The first two are proved; with momentum z is the spectral radius of the longest row's
 * companion matrix. The rule puts the noise of the rows into eta-star in place of that of
 * homogenized SGD, for which {@code kappa = 2}: a rule of thumb for a few dimensions (one Gaussian
 * dimension: 3.2 where the index is 3.0 and eta-star 5.4).
 *
 * @param reach {@code gamma (max |a|^2 + delta)}, positive: what the longest row does to the
 *     iterate if drawn alone is to multiply its component along the row by one less that
 * @param contractive whether no batch can move the iterate away, so that there is no power law;
 *     false with momentum, where that is no such condition
 * @param repeats upper bound; empty when no row alone can move the iterate away
 * @param kurtosis of the rows along the first eigenvector about 0, at least 1; 3 for Gaussian rows
 * @param kurtosisRule the estimate; empty for a kurtosis of 1 and with momentum
 */
public record RowStatements(
    double reach,
    boolean contractive,
    IndexStatement repeats,
    double kurtosis,
    IndexStatement kurtosisRule) {
  private static final double NO_NOISE = 1e-9;

  /**
   * Evaluates them. Cost O(n d).
   *
   * @param rows the data rows, as in {@link KestenIndex#ofRows}
   * @param step learning rate, ridge, batch size and momentum
   * @throws IllegalArgumentException if the rows are not rectangular, not finite, or all zero
   */
  static RowStatements of(double[][] rows, SpectralData spectrum, SgdStep step) {
    FlatRows flat = FlatRows.of(rows);
    double kurtosis = kurtosis(rows, spectrum.eigenvector(0));
    return new RowStatements(
        SgdBounds.reach(flat, step),
        SgdBounds.contracts(flat, step),
        repeats(flat, step),
        kurtosis,
        rule(spectrum, step, kurtosis));
  }

  private static IndexStatement repeats(FlatRows rows, SgdStep step) {
    OptionalDouble bound = SgdBounds.repeatBound(rows, step);
    return bound.isPresent()
        ? IndexStatement.of(Kind.UPPER_BOUND, bound.getAsDouble(), "")
        : IndexStatement.none(Kind.UPPER_BOUND, "no row alone can move the iterate away");
  }

  private static double kurtosis(double[][] rows, double[] direction) {
    double squares = 0;
    double fourths = 0;
    for (double[] row : rows) {
      double along = 0;
      for (int j = 0; j < direction.length; j++) {
        along += row[j] * direction[j];
      }
      squares += along * along;
      fourths += along * along * along * along;
    }
    return fourths / squares * rows.length / squares;
  }

  private static IndexStatement rule(SpectralData spectrum, SgdStep step, double kurtosis) {
    if (step.momentum() > 0) {
      return IndexStatement.none(Kind.ESTIMATE, "a rule for SGD without momentum");
    }
    if (kurtosis - 1 < NO_NOISE) {
      return IndexStatement.none(
          Kind.ESTIMATE, "the rows are of one size along the first eigenvector: no noise there");
    }
    double top = spectrum.eigenvalues()[0];
    double noise = step.learningRate() * top * top * (kurtosis - 1);
    return IndexStatement.of(
        Kind.ESTIMATE, 1 + 2 * step.batchSize() * (top + step.ridge()) / noise, "");
  }
}
