// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HsgdModelTest {
  private static final double[] SPECTRUM = {1, 0.5};

  @Test
  void eigenvaluesAreKeptDescendingAndCopied() {
    double[] given = {0.2, 3, 1};
    HsgdModel model = new HsgdModel(given, 0.1, 0, 1);
    given[0] = 99;
    model.eigenvalues()[0] = 99;
    assertThat(model.eigenvalues()).containsExactly(3, 1, 0.2);
  }

  @Test
  void equalityIsByContent() {
    HsgdModel model = new HsgdModel(new double[] {0.5, 1}, 0.1, 0, 1);
    assertThat(model)
        .isEqualTo(new HsgdModel(SPECTRUM, 0.1, 0, 1))
        .hasSameHashCodeAs(new HsgdModel(SPECTRUM, 0.1, 0, 1));
    assertThat(model).isNotEqualTo(model.withLearningRate(0.2));
    assertThat(model)
        .hasToString(
            "HsgdModel[eigenvalues=[1.0, 0.5], learningRate=0.1, ridge=0.0, batchSize=1.0]");
  }

  @Test
  void messagesHoldNameRuleAndValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(SPECTRUM, 0, 0, 1))
        .withMessage("learningRate must be positive and finite: was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(SPECTRUM, Double.NaN, 0, 1))
        .withMessage("learningRate must be positive and finite: was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(SPECTRUM, 0.1, -1, 1))
        .withMessage("ridge must be not negative and finite: was -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(SPECTRUM, 0.1, 0, 0.5))
        .withMessage("batchSize must be at least 1 and finite: was 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(new double[0], 0.1, 0, 1))
        .withMessage("eigenvalues must be not empty: was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(new double[] {1, Double.POSITIVE_INFINITY}, 0.1, 0, 1))
        .withMessage("eigenvalues[1] must be finite: was Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(new double[] {0, 0}, 0.1, 0, 1))
        .withMessage("largest eigenvalue must be positive: was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HsgdModel(new double[] {1, -0.1}, 0.1, 0, 1))
        .withMessage("smallest eigenvalue must be not negative: was -0.1");
  }
}
