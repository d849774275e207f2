// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketGridTest {
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7})
  void everyEdgeIsTheLeastSampleOfItsBucket(int mantissaBits) {
    BucketGrid grid = new BucketGrid(mantissaBits);
    for (int magnitude = grid.firstNormal(); magnitude < grid.endNormal(); magnitude++) {
      double edge = grid.lowerEdge(magnitude);
      assertThat(grid.magnitudeOf((float) edge)).isEqualTo(magnitude);
      assertThat(grid.magnitudeOf(Math.nextDown((float) edge))).isEqualTo(magnitude - 1);
      assertThat(grid.magnitudeOfEdge(edge)).hasValue(magnitude);
    }
    assertThat(grid.lowerEdge(grid.endNormal())).isEqualTo(0x1p128);
    assertThat(grid.lowerEdge(grid.firstNormal())).isEqualTo(Float.MIN_NORMAL);
  }

  @Test
  void otherNumbersAreNotEdges() {
    BucketGrid grid = new BucketGrid(4);
    for (double no :
        new double[] {
          0, -1, 1.01, Math.nextUp(1.0), 0x1p128, 0x1p-127, Double.NaN, Double.POSITIVE_INFINITY
        }) {
      assertThat(grid.magnitudeOfEdge(no)).as("%s", no).isEmpty();
    }
  }
}
