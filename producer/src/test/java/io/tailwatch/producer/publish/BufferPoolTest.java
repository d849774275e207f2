// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
  private final BufferPool pool = new BufferPool(1000);

  @Test
  void budgetIsNeverExceeded() {
    List<Batch> taken = new ArrayList<>();
    for (Batch batch = pool.acquire(300); batch != null; batch = pool.acquire(300)) {
      taken.add(batch);
    }

    assertThat(taken).hasSize(3);
    assertThat(pool.usedRatio()).isEqualTo(0.9);
    assertThat(pool.acquire(100)).isNotNull();
    assertThat(pool.acquire(1)).isNull();
  }

  @Test
  void buffersAreUsedAgain() {
    Batch batch = pool.acquire(300);
    pool.release(batch);

    assertThat(pool.usedRatio()).isZero();
    assertThat(pool.acquire(300)).isSameAs(batch);
  }

  @Test
  void freeBuffersOfAnotherSizeGiveWay() {
    List<Batch> small = List.of(pool.acquire(250), pool.acquire(250), pool.acquire(250));
    assertThat(pool.acquire(900)).isNull();
    small.forEach(pool::release);

    Batch large = pool.acquire(900);

    assertThat(large.bytes).hasSize(900);
    assertThat(pool.acquire(250)).isNull();
    pool.release(large);
    assertThat(pool.acquire(250)).isNotNull();
    assertThat(pool.usedRatio()).isEqualTo(0.25);
  }
}
