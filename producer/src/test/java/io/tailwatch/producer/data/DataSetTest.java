// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataSetTest {
  private static DataSet data(double[][] rows, double... targets) {
    List<String> names = rows.length > 0 && rows[0].length == 2 ? List.of("a", "b") : List.of("a");
    return new DataSet("test", names, rows, targets, "made up", Optional.empty());
  }

  @Test
  void standardisingGivesMeanZeroAndVarianceOneAndDropsConstants() {
    DataSet raw = data(new double[][] {{1, 7}, {2, 7}, {3, 7}}, 10, 10, 40);

    DataSet scaled = raw.standardised();

    double unit = StrictMath.sqrt(1.5);
    assertThat(scaled.featureNames()).containsExactly("a");
    // Rounding of a handful of operations on numbers of order 1.
    assertThat(scaled.rows()[0][0]).isCloseTo(-unit, within(1e-15));
    assertThat(scaled.rows()[1][0]).isZero();
    assertThat(scaled.targets()[2]).isCloseTo(StrictMath.sqrt(2), within(1e-15));
    assertThat(raw.rows()[0]).containsExactly(1, 7);
  }

  @Test
  void constantTargetOrOnlyConstantFeaturesCannotBeStandardised() {
    assertThatThrownBy(() -> data(new double[][] {{1}, {2}}, 5, 5).standardised())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the target is constant");
    assertThatThrownBy(() -> data(new double[][] {{1}, {1}}, 5, 6).standardised())
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the features are all constant");
  }

  @Test
  void wrongShapesAndNonFiniteValuesAreRefused() {
    assertThatThrownBy(() -> data(new double[][] {})).isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> data(new double[][] {{1}, {2}}, 5))
        .hasMessageContaining("2 rows but 1 targets");
    assertThatThrownBy(() -> data(new double[][] {{1, 2}, {3}}, 5, 6))
        .hasMessageContaining("row 1 has 1 values, not 2");
    assertThatThrownBy(() -> data(new double[][] {{Double.NaN}}, 5)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> data(new double[][] {{1}}, Double.POSITIVE_INFINITY))
        .hasMessageContaining("Infinity");
  }

  @Test
  void flatRowsAreRowMajor() {
    assertThat(data(new double[][] {{1, 2}, {3, 4}}, 0, 0).flatRows()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void hyperparametersOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Hyperparameters(0, 0, 1))
        .hasMessage("learningRate must be finite and > 0: was 0.0");
    assertThatThrownBy(() -> new Hyperparameters(1, -1, 1))
        .hasMessage("ridge must be finite and >= 0: was -1.0");
    assertThatThrownBy(() -> new Hyperparameters(1, 0, 0))
        .hasMessage("batchSize must be >= 1: was 0");
  }
}
