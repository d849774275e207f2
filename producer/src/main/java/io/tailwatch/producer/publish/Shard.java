// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import io.tailwatch.events.EventLimits;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.ShardKind;

/**
 * Which part of each series a publisher publishes.
 *
 * @param index of the part, from 0
 * @param count of the parts
 * @param kind independent chains, or slices of one vector
 * @param offset first coordinate of a slice
 * @param fullDimension coordinates of the whole vector; 0 when not stated
 */
record Shard(int index, int count, ShardKind kind, long offset, long fullDimension) {
  /** The whole series. */
  static final Shard WHOLE = new Shard(0, 1, ShardKind.SHARD_KIND_NONE, 0, 0);

  Shard {
    int most = EventLimits.defaults().maxShards();
    require(count >= 1 && count <= most, "count must be in [1, " + most + "]: was " + count);
    require(index >= 0 && index < count, "index must be in [0, " + count + "): was " + index);
    require(offset >= 0, "offset must not be negative: was " + offset);
    require(
        fullDimension == 0 || offset < fullDimension,
        "offset must be below fullDimension = " + fullDimension + ": was " + offset);
  }

  /** The key of the records: with the shard when there is more than one. */
  SeriesKey key(String run, String series) {
    return count == 1 ? SeriesKey.of(run, series) : SeriesKey.of(run, series, index);
  }

  /** Whether this part speaks for the run in the directory. */
  boolean leads() {
    return index == 0;
  }

  void writeTo(IterateBatch.Builder event) {
    event
        .setShard(index)
        .setShardCount(count)
        .setShardKind(kind)
        .setCoordinateOffset(offset)
        .setFullDimension(fullDimension);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
