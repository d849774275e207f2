// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.estimate.hill;

import io.tailwatch.tails.sketch.SketchLayout;
import io.tailwatch.tails.sketch.TailSketch;

/**
 * The buckets of one side of a sketch, or of both folded to |x|, from the largest magnitude down.
 */
final class FoldedBuckets {
  private final int[] magnitudes;
  private final long[] counts;
  private final long[] mantissaSums;
  private int size;

  /** Takes the magnitudes of {@code lowest} and above. */
  FoldedBuckets(TailSketch sketch, TailSide side, int lowest) {
    int all = sketch.bucketCount();
    int negative = firstNegative(sketch);
    magnitudes = new int[all];
    counts = new long[all];
    mantissaSums = new long[all];
    int right = side == TailSide.LEFT ? -1 : negative - 1;
    int left = side == TailSide.RIGHT ? negative - 1 : all - 1;
    while (right >= 0 || left >= negative) {
      int up = right >= 0 ? sketch.bucket(right) : -1;
      int down = left >= negative ? sketch.bucket(left) - sketch.grid().magnitudes() : -1;
      int magnitude = Math.max(up, down);
      if (magnitude < lowest) {
        break;
      }
      magnitudes[size] = magnitude;
      if (up == magnitude) {
        take(sketch, right--);
      }
      if (down == magnitude) {
        take(sketch, left--);
      }
      size++;
    }
  }

  private void take(TailSketch sketch, int i) {
    counts[size] += sketch.count(i);
    mantissaSums[size] += sketch.mantissaSum(i);
  }

  /** The usable samples of the sketch, or the normal ones of one side. */
  static long sampleSize(TailSketch sketch, TailSide side) {
    if (side == TailSide.BOTH) {
      return sketch.usable();
    }
    int negative = firstNegative(sketch);
    int from = side == TailSide.LEFT ? negative : 0;
    int to = side == TailSide.LEFT ? sketch.bucketCount() : negative;
    long samples = 0;
    for (int i = from; i < to; i++) {
      samples += sketch.count(i);
    }
    return samples;
  }

  private static int firstNegative(TailSketch sketch) {
    int i = sketch.bucketCount();
    if (sketch.layout() == SketchLayout.UNSIGNED) {
      return i;
    }
    while (i > 0 && sketch.bucket(i - 1) >= sketch.grid().magnitudes()) {
      i--;
    }
    return i;
  }

  int size() {
    return size;
  }

  int magnitude(int i) {
    return magnitudes[i];
  }

  long count(int i) {
    return counts[i];
  }

  long mantissaSum(int i) {
    return mantissaSums[i];
  }
}
