// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The inner loops of {@link PackedSketch}: per sample {@code table[b >>> shift] += 2^40 + b}.
 *
 * <p>The shift of the default resolution is passed as a constant: the compiler inlines the small
 * loop into each branch and drops the variable shift, a fifth of the time of a sample.
 */
final class PackedKernel {
  static final long ONE = 1L << 40;
  private static final long INT_MASK = 0xffff_ffffL;
  private static final int DEFAULT_SHIFT = 23 - BucketGrid.DEFAULT_MANTISSA_BITS;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedKernel() {}

  static void add(long[] table, float[] samples, int from, int to, int shift, int mask) {
    if (shift == DEFAULT_SHIFT) {
      loop(table, samples, from, to, DEFAULT_SHIFT, mask);
    } else {
      loop(table, samples, from, to, shift, mask);
    }
  }

  static void add(long[] table, double[] samples, int from, int to, int shift, int mask) {
    for (int i = from; i < to; i++) {
      add(table, Float.floatToRawIntBits((float) samples[i]), shift, mask);
    }
  }

  /** Little-endian floats in the bytes from {@code from} to {@code to}. */
  static void add(long[] table, byte[] samples, int from, int to, int shift, int mask) {
    int pairs = to - ((to - from) & 4);
    if (shift == DEFAULT_SHIFT) {
      loop(table, samples, from, pairs, DEFAULT_SHIFT, mask);
    } else {
      loop(table, samples, from, pairs, shift, mask);
    }
    if (pairs < to) {
      add(table, bits(samples, pairs), shift, mask);
    }
  }

  static void add(long[] table, int bits, int shift, int mask) {
    int b = bits & mask;
    table[b >>> shift] += ONE + (b & INT_MASK);
  }

  static int bits(byte[] samples, int at) {
    return (int) INTS.get(samples, at);
  }

  private static void loop(long[] table, float[] samples, int from, int to, int shift, int mask) {
    for (int i = from; i < to; i++) {
      int b = Float.floatToRawIntBits(samples[i]) & mask;
      table[b >>> shift] += ONE + (b & INT_MASK);
    }
  }

  /** Two floats for each load of a long. */
  private static void loop(long[] table, byte[] samples, int from, int to, int shift, int mask) {
    long both = ((long) mask << 32) | (mask & INT_MASK);
    for (int i = from; i < to; i += 8) {
      long pair = (long) LONGS.get(samples, i) & both;
      int b = (int) pair;
      int c = (int) (pair >>> 32);
      table[b >>> shift] += ONE + (b & INT_MASK);
      table[c >>> shift] += ONE + (c & INT_MASK);
    }
  }
}
