// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomFeaturesTest {
  private static final DataSet DATA = DataSets.named("diabetes");

  @ParameterizedTest
  @EnumSource(RandomFeatures.Map.class)
  void featuresAreStandardisedSeededAndKeepTheTargets(RandomFeatures.Map map) {
    DataSet features = RandomFeatures.of(DATA, map, 20, 1, 7);
    assertThat(features.dimension()).isEqualTo(20);
    assertThat(features.targets()).containsExactly(DATA.targets(), within(1e-12));
    assertThat(features.flatRows()).isEqualTo(RandomFeatures.of(DATA, map, 20, 1, 7).flatRows());
    assertThat(features.flatRows()).isNotEqualTo(RandomFeatures.of(DATA, map, 20, 1, 8).flatRows());
    double sum = 0;
    double squares = 0;
    for (double[] row : features.rows()) {
      sum += row[3];
      squares += row[3] * row[3];
    }
    assertThat(sum / DATA.size()).isCloseTo(0, within(1e-12));
    assertThat(squares / DATA.size()).isCloseTo(1, within(1e-12));
  }

  /**
   * Rahimi and Recht: before they are standardised, cosines of many features have inner products
   * near the Gaussian kernel exp(-s^2 |a - b|^2 / (2 d)). Standardising keeps correlations of
   * neighbours: the closest pair of rows has features more alike than the farthest.
   */
  @Test
  void nearRowsHaveNearFeatures() {
    DataSet features = RandomFeatures.of(DATA, RandomFeatures.Map.COS, 500, 1, 1);
    int near = 1;
    int far = 1;
    for (int i = 1; i < DATA.size(); i++) {
      near = distance(DATA, i) < distance(DATA, near) ? i : near;
      far = distance(DATA, i) > distance(DATA, far) ? i : far;
    }
    assertThat(distance(features, near)).isLessThan(0.5 * distance(features, far));
  }

  private static double distance(DataSet data, int row) {
    double sum = 0;
    for (int j = 0; j < data.dimension(); j++) {
      double difference = data.rows()[0][j] - data.rows()[row][j];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    assertThatThrownBy(() -> RandomFeatures.of(DATA, RandomFeatures.Map.COS, 0, 1, 1))
        .hasMessage("features must be >= 1: was 0");
    assertThatThrownBy(() -> RandomFeatures.of(DATA, RandomFeatures.Map.COS, 5, 0, 1))
        .hasMessage("scale must be finite and > 0: was 0.0");
  }
}
