// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import io.tailwatch.events.v1.IterateBatch;

/**
 * The numbers of a batch with the schema's defaults put in. For batches that passed {@link
 * EventLimits#check(IterateBatch)}; the last step of others may overflow.
 */
public final class IterateBatches {
  private IterateBatches() {}

  /** The attempt, counted from 1; 0 is read as 1. */
  public static int attempt(IterateBatch batch) {
    return Math.max(1, batch.getAttempt());
  }

  /** Steps from one vector to the next; 0 is read as 1. */
  public static int stride(IterateBatch batch) {
    return Math.max(1, batch.getStepStride());
  }

  /** Number of shards; 0 is read as 1. */
  public static int shardCount(IterateBatch batch) {
    return Math.max(1, batch.getShardCount());
  }

  /** Step of the last vector; {@code first_step} minus one stride when the batch has no vector. */
  public static long lastStep(IterateBatch batch) {
    return batch.getFirstStep() + (batch.getSteps() - 1L) * stride(batch);
  }

  /** The record key: with the shard when there is more than one. */
  public static SeriesKey key(IterateBatch batch) {
    return shardCount(batch) == 1
        ? SeriesKey.of(batch.getRun(), batch.getSeries())
        : SeriesKey.of(batch.getRun(), batch.getSeries(), batch.getShard());
  }
}
