// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The inner loops of {@link PackedSketch}: per sample {@code table[b >>> shift] += 2^40 + b}.
 *
 * <p>The default resolution has loops of its own: with the shift as a constant, and four samples a
 * turn, which is faster than what the compiler makes of one. They are written out because the
 * compiler does not inline a loop that it has compiled already.
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
      addDefault(table, samples, from, to, mask);
    } else {
      addAny(table, samples, from, to, shift, mask);
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
      addPairsDefault(table, samples, from, pairs, mask);
    } else {
      addPairsAny(table, samples, from, pairs, shift, mask);
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

  private static void addDefault(long[] table, float[] samples, int from, int to, int mask) {
    int i = from;
    for (; i < to - 3; i += 4) {
      int b = Float.floatToRawIntBits(samples[i]) & mask;
      int c = Float.floatToRawIntBits(samples[i + 1]) & mask;
      int d = Float.floatToRawIntBits(samples[i + 2]) & mask;
      int e = Float.floatToRawIntBits(samples[i + 3]) & mask;
      table[b >>> DEFAULT_SHIFT] += ONE + (b & INT_MASK);
      table[c >>> DEFAULT_SHIFT] += ONE + (c & INT_MASK);
      table[d >>> DEFAULT_SHIFT] += ONE + (d & INT_MASK);
      table[e >>> DEFAULT_SHIFT] += ONE + (e & INT_MASK);
    }
    for (; i < to; i++) {
      int b = Float.floatToRawIntBits(samples[i]) & mask;
      table[b >>> DEFAULT_SHIFT] += ONE + (b & INT_MASK);
    }
  }

  private static void addAny(long[] table, float[] samples, int from, int to, int shift, int mask) {
    for (int i = from; i < to; i++) {
      int b = Float.floatToRawIntBits(samples[i]) & mask;
      table[b >>> shift] += ONE + (b & INT_MASK);
    }
  }

  /** Two floats for each load of a long, two loads a turn. */
  private static void addPairsDefault(long[] table, byte[] samples, int from, int to, int mask) {
    long both = bothMasks(mask);
    int i = from;
    for (; i < to - 8; i += 16) {
      long first = (long) LONGS.get(samples, i) & both;
      long second = (long) LONGS.get(samples, i + 8) & both;
      int b = (int) first;
      int c = (int) (first >>> 32);
      int d = (int) second;
      int e = (int) (second >>> 32);
      table[b >>> DEFAULT_SHIFT] += ONE + (b & INT_MASK);
      table[c >>> DEFAULT_SHIFT] += ONE + (first >>> 32);
      table[d >>> DEFAULT_SHIFT] += ONE + (d & INT_MASK);
      table[e >>> DEFAULT_SHIFT] += ONE + (second >>> 32);
    }
    if (i < to) {
      long pair = (long) LONGS.get(samples, i) & both;
      int b = (int) pair;
      int c = (int) (pair >>> 32);
      table[b >>> DEFAULT_SHIFT] += ONE + (b & INT_MASK);
      table[c >>> DEFAULT_SHIFT] += ONE + (pair >>> 32);
    }
  }

  private static void addPairsAny(
      long[] table, byte[] samples, int from, int to, int shift, int mask) {
    long both = bothMasks(mask);
    for (int i = from; i < to; i += 8) {
      long pair = (long) LONGS.get(samples, i) & both;
      int b = (int) pair;
      int c = (int) (pair >>> 32);
      table[b >>> shift] += ONE + (b & INT_MASK);
      table[c >>> shift] += ONE + (pair >>> 32);
    }
  }

  private static long bothMasks(int mask) {
    return ((long) mask << 32) | (mask & INT_MASK);
  }
}
