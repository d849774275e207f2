// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.util.Arrays;

/** Adds and subtracts sketches: a merge of two sorted bucket lists. */
final class SketchArithmetic {
  private SketchArithmetic() {}

  static TailSketch combine(TailSketch a, TailSketch b, int sign) {
    if (a.layout() != b.layout() || a.mantissaBits() != b.mantissaBits()) {
      throw new IllegalArgumentException(
          "sketches must have the same layout and mantissaBits: were " + a + " and " + b);
    }
    SpecialCounts special = a.special().combine(b.special(), sign);
    if (special.anyNegative()) {
      throw notContained(a, b);
    }
    int[] buckets = new int[a.bucketCount() + b.bucketCount()];
    long[] counts = new long[buckets.length];
    long[] sums = new long[buckets.length];
    long widest = (1L << a.grid().shift()) - 1;
    int used = 0;
    for (int i = 0, j = 0; i < a.bucketCount() || j < b.bucketCount(); ) {
      int left = i < a.bucketCount() ? a.bucket(i) : Integer.MAX_VALUE;
      int right = j < b.bucketCount() ? b.bucket(j) : Integer.MAX_VALUE;
      long count = 0;
      long sum = 0;
      if (left <= right) {
        count = a.count(i);
        sum = a.mantissaSum(i++);
      }
      if (right <= left) {
        count += sign * b.count(j);
        sum += sign * b.mantissaSum(j++);
      }
      if (count < 0 || sum < 0 || sum > count * widest) {
        throw notContained(a, b);
      }
      if (count > 0) {
        buckets[used] = Math.min(left, right);
        counts[used] = count;
        sums[used++] = sum;
      }
    }
    return new TailSketch(
        a.layout(),
        a.grid(),
        special,
        Arrays.copyOf(buckets, used),
        Arrays.copyOf(counts, used),
        Arrays.copyOf(sums, used));
  }

  private static IllegalArgumentException notContained(TailSketch a, TailSketch b) {
    return new IllegalArgumentException(
        "the subtracted sketch must be a part of this one: " + b + " is not a part of " + a);
  }
}
