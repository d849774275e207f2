// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Between the training and the sender: sealed batches in order, the pool their buffers come from,
 * and the notes of what went wrong. Neither side waits for the other.
 */
final class PublishQueue {
  private final BufferPool pool;
  private final ArrayBlockingQueue<Batch> sealed;
  private final Troubles troubles = new Troubles();

  /**
   * Makes an empty queue.
   *
   * @param maxBytes budget of the buffers
   * @param minBufferBytes no buffer is smaller, which bounds their number
   */
  PublishQueue(long maxBytes, int minBufferBytes) {
    pool = new BufferPool(maxBytes);
    sealed = new ArrayBlockingQueue<>((int) (maxBytes / minBufferBytes) + 1);
  }

  Batch acquire(int size) {
    return pool.acquire(size);
  }

  /** There is a place for every buffer of the pool, so this cannot fail. */
  void put(Batch batch) {
    sealed.add(batch);
  }

  /** The next batch, or null after a while. */
  Batch take(long waitNanos) throws InterruptedException {
    return sealed.poll(waitNanos, TimeUnit.NANOSECONDS);
  }

  Batch takeNow() {
    return sealed.poll();
  }

  boolean isEmpty() {
    return sealed.isEmpty();
  }

  void release(Batch batch) {
    pool.release(batch);
  }

  double ratio() {
    return pool.usedRatio();
  }

  Troubles troubles() {
    return troubles;
  }
}
