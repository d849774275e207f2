// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tailwatch.tails.theory.SpectralData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticProblemsTest {
  /**
   * The upper bound of each row of the theory table, from the empirical spectrum and the defaults.
   */
  @ParameterizedTest
  @CsvSource({
    "P1, 1, 5.420",
    "P2, 1, 7.695",
    "P3, 2, 6.524",
    "P4, 2, 5.007",
    "P5, 5, 6.258",
    "P6, 10, 7.746",
    "P7, 10, 6.067",
    "P8, 10, 7.746",
    "P8b, 10, 12.564",
    "P9, 50, 30.60",
    "P10, 50, 7.753",
    "P11, 50, 39.05",
    "P12, 50, 29.24"
  })
  void etaStarOfEveryProblemEqualsTheTable(String name, int dimension, String etaStar) {
    DataSet data = SyntheticProblems.named(name).orElseThrow();
    Hyperparameters defaults = data.defaults().orElseThrow();
    double lambda = SpectralData.of(data.rows()).eigenvalues()[0];

    double actual =
        1
            + 2
                * defaults.batchSize()
                * (lambda + defaults.ridge())
                / (defaults.learningRate() * lambda * lambda);

    assertThat(data.size()).isEqualTo(1000);
    assertThat(data.dimension()).isEqualTo(dimension);
    // Half a unit of the last digit given.
    int decimals = etaStar.length() - etaStar.indexOf('.') - 1;
    assertThat(actual)
        .isCloseTo(Double.parseDouble(etaStar), within(0.5 * StrictMath.pow(10, -decimals)));
  }

  @Test
  void firstRowIsTheFormulaByHand() {
    DataSet data = SyntheticProblems.named("P1").orElseThrow();

    // Phi^-1(sqrt(2) - 1) and Phi^-1(sqrt(3) - 1) by another implementation, to the digits written.
    assertThat(data.rows()[0][0]).isCloseTo(-0.216719, within(1e-6));
    assertThat(data.targets()[0]).isCloseTo(-0.216719 + 0.5 * 0.619027, within(1e-6));
  }

  @Test
  void thereIsNoOtherProblem() {
    assertThat(SyntheticProblems.names()).hasSize(13);
    assertThat(SyntheticProblems.named("P13")).isEmpty();
    assertThat(SyntheticProblems.named("p1")).isEmpty();
  }
}
