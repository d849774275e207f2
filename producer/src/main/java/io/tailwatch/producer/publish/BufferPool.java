// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Buffers by size, within one budget of bytes. A buffer is made when first needed and used again
 * ever after; free buffers of other sizes give way when the budget is spent. Thread-safe; the lock
 * is held for a few instructions, or for the making of one buffer.
 */
final class BufferPool {
  /** The free buffers of one size. A list of them, since a map would box the size at each call. */
  private record Shelf(int size, ArrayDeque<Batch> free) {}

  private final long budget;
  private final List<Shelf> shelves = new ArrayList<>();
  private long allocated;
  private long inUse;

  BufferPool(long budget) {
    this.budget = budget;
  }

  /** A buffer of exactly this size, or null when the budget is spent. */
  synchronized Batch acquire(int size) {
    Batch batch = shelf(size).free().pollLast();
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
    batch.sketch = Optional.empty();
    shelf(batch.bytes.length).free().addLast(batch);
  }

  /** Share of the budget that holds unsent vectors. */
  synchronized double usedRatio() {
    return (double) inUse / budget;
  }

  private Shelf shelf(int size) {
    for (int i = 0; i < shelves.size(); i++) {
      if (shelves.get(i).size() == size) {
        return shelves.get(i);
      }
    }
    Shelf made = new Shelf(size, new ArrayDeque<>());
    shelves.add(made);
    return made;
  }

  private Batch allocate(int size) {
    if (inUse + size > budget) {
      return null;
    }
    for (Shelf shelf : shelves) {
      while (allocated + size > budget && !shelf.free().isEmpty()) {
        allocated -= shelf.free().removeLast().bytes.length;
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
