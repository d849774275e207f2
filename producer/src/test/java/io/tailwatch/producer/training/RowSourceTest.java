// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.producer.data.DataSets;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSourceTest {
  private static final RidgeRegression PROBLEM =
      new RidgeRegression(DataSets.named("diabetes"), 0.1);

  @Test
  void everyEpochHasEveryRowOnceAndInAnotherOrder() {
    RowSource source = RowSource.of(Sampling.SHUFFLED, PROBLEM, 3);
    int n = PROBLEM.data().size();
    int[] before = new int[n];
    for (int epoch = 0; epoch < 5; epoch++) {
      int[] order = IntStream.range(0, n).map(i -> source.next()).toArray();
      BitSet seen = new BitSet();
      IntStream.of(order).forEach(seen::set);
      assertThat(seen.cardinality()).isEqualTo(n);
      assertThat(order).isNotEqualTo(before);
      before = order;
    }
  }

  /**
   * Moments of 200,000 Gaussian rows: their standard errors are at most sqrt(2) lambda_1 / sqrt(n)
   * = 0.013 for the covariance (lambda_1 = 4.0), and 0.003 for the residual variance.
   */
  @Test
  void freshRowsHaveTheMomentsOfTheData() {
    RowSource source = RowSource.of(Sampling.STREAMING, PROBLEM, 5);
    int d = PROBLEM.data().dimension();
    int n = 200_000;
    double[][] covariance = new double[d][d];
    double residuals = 0;
    double[] solution = PROBLEM.leastSquares();
    for (int i = 0; i < n; i++) {
      int row = source.next() * d;
      double residual = source.targets()[0];
      for (int j = 0; j < d; j++) {
        residual -= source.rows()[row + j] * solution[j];
        for (int k = 0; k < d; k++) {
          covariance[j][k] += source.rows()[row + j] * source.rows()[row + k] / n;
        }
      }
      residuals += residual * residual / n;
    }
    double[][] rows = PROBLEM.data().rows();
    for (int j = 0; j < d; j++) {
      for (int k = 0; k < d; k++) {
        double expected = 0;
        for (double[] row : rows) {
          expected += row[j] * row[k] / rows.length;
        }
        assertThat(covariance[j][k]).isCloseTo(expected, within(0.04));
      }
    }
    assertThat(residuals).isCloseTo(2 * PROBLEM.minimumLoss(), within(0.01));
  }

  /** x_LS leaves the residual that the smallest loss says, up to rounding. */
  @Test
  void leastSquaresHaveTheSmallestLoss() {
    var plain = new RidgeRegression(DataSets.named("diabetes"), 0);
    double[] solution = PROBLEM.leastSquares();
    assertThat(plain.objective(solution)).isCloseTo(PROBLEM.minimumLoss(), within(1e-10));
    assertThat(plain.minimiser()).containsExactly(solution, within(1e-8));
  }
}
