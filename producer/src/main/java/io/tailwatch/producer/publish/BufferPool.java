// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Buffers by size, within one budget of bytes. A buffer is made when first needed and used again
 * ever after; free buffers of other sizes give way when the budget is spent. Thread-safe; the lock
 * is held for a few instructions, or for the making of one buffer.
 */
final class BufferPool {
  private final long budget;
  private final Map<Integer, ArrayDeque<Batch>> free = new HashMap<>();
  private long allocated;
  private long inUse;

  BufferPool(long budget) {
    this.budget = budget;
  }

  /** A buffer of exactly this size, or null when the budget is spent. */
  synchronized Batch acquire(int size) {
    ArrayDeque<Batch> sameSize = free.get(size);
    Batch batch = sameSize == null ? null : sameSize.pollLast();
    if (batch == null) {
      batch = allocate(size);
    }
    if (batch != null) {
      inUse += size;
    }
    return batch;
  }

  synchronized void release(Batch batch) {
    inUse -= batch.bytes.length;
    batch.descriptor = null;
    free.computeIfAbsent(batch.bytes.length, size -> new ArrayDeque<>()).addLast(batch);
  }

  /** Share of the budget that holds unsent vectors. */
  synchronized double usedRatio() {
    return (double) inUse / budget;
  }

  private Batch allocate(int size) {
    if (inUse + size > budget) {
      return null;
    }
    for (Iterator<ArrayDeque<Batch>> sizes = free.values().iterator();
        allocated + size > budget && sizes.hasNext(); ) {
      ArrayDeque<Batch> others = sizes.next();
      while (allocated + size > budget && !others.isEmpty()) {
        allocated -= others.removeLast().bytes.length;
      }
    }
    try {
      Batch batch = new Batch(size);
      allocated += size;
      return batch;
    } catch (OutOfMemoryError e) {
      // The training needs the memory more than we do: this counts as a spent budget.
      return null;
    }
  }
}
