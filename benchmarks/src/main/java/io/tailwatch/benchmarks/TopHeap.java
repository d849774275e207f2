// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.benchmarks;

/**
 * The k largest of a stream of floats in a binary min-heap: what an online Hill estimator keeps.
 */
final class TopHeap {
  private final float[] heap;
  private int size;

  TopHeap(int k) {
    heap = new float[k];
  }

  void clear() {
    size = 0;
  }

  float least() {
    return heap[0];
  }

  void offer(float x) {
    if (size < heap.length) {
      int i = size++;
      while (i > 0 && heap[(i - 1) / 2] > x) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
      }
      heap[i] = x;
    } else if (x > heap[0]) {
      sink(x);
    }
  }

  private void sink(float x) {
    int i = 0;
    for (int child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (x <= heap[child]) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = x;
  }
}
