// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailwatch.events.v1.IterateBatch;
import org.junit.jupiter.api.Test;

class IterateBatchesTest {
  @Test
  void zeroIsReadAsTheDefault() {
    IterateBatch batch = IterateBatch.newBuilder().setFirstStep(10).setSteps(3).build();

    assertThat(IterateBatches.attempt(batch)).isEqualTo(1);
    assertThat(IterateBatches.stride(batch)).isEqualTo(1);
    assertThat(IterateBatches.shardCount(batch)).isEqualTo(1);
    assertThat(IterateBatches.lastStep(batch)).isEqualTo(12);
  }

  @Test
  void givenNumbersAreKept() {
    IterateBatch batch = Examples.valuesBatch();

    assertThat(IterateBatches.attempt(batch)).isEqualTo(2);
    assertThat(IterateBatches.stride(batch)).isEqualTo(2);
    assertThat(IterateBatches.shardCount(batch)).isEqualTo(4);
    assertThat(IterateBatches.lastStep(batch)).isEqualTo(3129);
    assertThat(IterateBatches.key(batch)).isEqualTo(SeriesKey.of("naïve/run 1", "layer/1", 1));
    assertThat(IterateBatches.key(Examples.endOfSeries())).isEqualTo(SeriesKey.of("run", "series"));
  }
}
