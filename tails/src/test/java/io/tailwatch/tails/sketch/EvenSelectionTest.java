// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenSelectionTest {
  @Test
  void noPointsGiveNone() {
    assertThat(EvenSelection.of(new double[0], 5)).isEmpty();
  }

  @Test
  void fewPointsAreAllTaken() {
    assertThat(EvenSelection.of(new double[] {0, 1, 1, 7}, 4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void manyPointsAreThinnedAndKeepTheirEnds() {
    double[] positions = IntStream.rangeClosed(0, 100).asDoubleStream().toArray();
    assertThat(EvenSelection.of(positions, 5)).containsExactly(0, 25, 50, 75, 100);
  }

  @Test
  void crowdedPositionsGiveNoMoreThanWasAskedFor() {
    double[] positions = new double[50];
    assertThat(EvenSelection.of(positions, 10)).hasSizeLessThanOrEqualTo(10).contains(0, 49);
    positions[49] = 1;
    assertThat(EvenSelection.of(positions, 10)).containsExactly(0, 49);
  }

  @Test
  void onePointIsNoSelection() {
    assertThatThrownBy(() -> EvenSelection.of(new double[3], 1))
        .hasMessage("most must be at least 2: was 1");
  }
}
