// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpectralDataTest {
  private static final double[][] ROWS = SyntheticDesign.rows(new double[] {1, 0.5, 0.25});

  @Test
  void eigenvectorsSatisfyTheEquation() {
    SpectralData data = SpectralData.of(ROWS);
    assertThat(data.rows()).isEqualTo(1000);
    assertThat(data.dimension()).isEqualTo(3);
    for (int k = 0; k < 3; k++) {
      double[] v = data.eigenvector(k);
      double[] hv = new double[3];
      double square = 0;
      for (double[] row : ROWS) {
        double product = row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
        for (int j = 0; j < 3; j++) {
          hv[j] += product * row[j] / ROWS.length;
        }
      }
      for (int j = 0; j < 3; j++) {
        assertThat(hv[j]).isCloseTo(data.eigenvalues()[k] * v[j], within(1e-12));
        square += v[j] * v[j];
      }
      assertThat(square).isCloseTo(1, within(1e-12));
    }
    assertThat(data.eigenvalues()[0]).isGreaterThan(data.eigenvalues()[1]);
    assertThat(data.eigenvalues()[1]).isGreaterThan(data.eigenvalues()[2]);
  }

  @Test
  void theLargestComponentIsPositiveWhateverTheSignOfTheRows() {
    double[][] negated = new double[ROWS.length][3];
    for (int i = 0; i < ROWS.length; i++) {
      for (int j = 0; j < 3; j++) {
        negated[i][j] = j == 0 ? -ROWS[i][j] : ROWS[i][j];
      }
    }
    assertThat(SpectralData.of(ROWS).eigenvector(0)[0]).isPositive();
    assertThat(SpectralData.of(negated).eigenvector(0)[0]).isPositive();
  }

  @Test
  void rankDeficientRowsHaveNoNegativeEigenvalue() {
    SpectralData data = SpectralData.of(new double[][] {{1, 2, 3}, {2, 4, 6}});
    assertThat(data.eigenvalues()[0]).isCloseTo(35, within(1e-10));
    assertThat(data.eigenvalues()[2]).isGreaterThanOrEqualTo(0).isLessThan(1e-10);
    assertThat(data.model(0.01, 0, 1).dimension()).isEqualTo(1);
  }

  @Test
  void badRowsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpectralData.of(new double[0][]))
        .withMessage("rows must be not empty: was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpectralData.of(new double[][] {{1, 2}, {1}}))
        .withMessage("length of row 1 must be that of row 0, 2: was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpectralData.of(new double[][] {{1, Double.NaN}}))
        .withMessage("rows[0][1] must be finite: was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpectralData.of(new double[][] {{}}))
        .withMessage("row length must be positive: was 0");
  }
}
